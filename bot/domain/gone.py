"""What X no longer shows to all: it may not be shown or kept here any longer either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Kept = Literal["post", "person"]
# "hidden": X shows it to some only and does not say why. "bounced": it failed a check of X's.
GoneReason = Literal[
    "deleted", "deactivated", "suspended", "protected", "withheld", "bounced", "hidden"
]

# X gives 24 hours. Four of them are left for a sweep that X or a restart holds up.
SWEEP_EVERY = timedelta(hours=20)
# Look-ups cost money, so they end some time after an event is no longer tracked.
LOOKED_UP_FOR = timedelta(days=7)
# Reasons that concern an account and with it all of its posts.
ACCOUNT_REASONS: frozenset[GoneReason] = frozenset({"deactivated", "suspended", "protected"})


@dataclass(frozen=True, slots=True)
class Gone:
    """Posts and people that X no longer shows to all, by id, and why."""

    posts: Mapping[int, GoneReason] = field(default_factory=dict)
    people: Mapping[int, GoneReason] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.posts or self.people)


def next_sweep(last: datetime | None, now: datetime) -> datetime:
    """When to sweep again, `last` being when the last complete sweep began: never or long ago
    means now."""
    return now if last is None else max(last + SWEEP_EVERY, now)
