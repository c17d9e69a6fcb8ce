"""What X no longer shows to all: it may not be shown or kept here any longer either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Literal

Kept = Literal["post", "person"]
# What is done about what may be gone: asking of either kind by job, and look-ups of what is
# shown.
Sweeping = Literal["post", "person", "look-up"]
# "hidden": X shows it to some only and does not say why. "bounced": it failed a check of X's.
GoneReason = Literal[
    "deleted", "deactivated", "suspended", "protected", "withheld", "bounced", "hidden"
]

# X gives 24 hours. Four of them are left for a sweep that X or a restart holds up.
SWEEP_EVERY = timedelta(hours=20)
# X charges for a post once a UTC day: until its end what was read on it is looked up for nothing.
LOOK_UP_AT = time(23, 40, tzinfo=UTC)
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


def next_look_up(last: datetime | None, now: datetime) -> datetime:
    """When to look up what is shown, `last` being when that was last begun: before X's day ends,
    or at once when that was missed."""
    if last is None:
        return now
    due = datetime.combine(last.astimezone(UTC).date(), LOOK_UP_AT)
    return max(due if due > last else due + timedelta(days=1), now)
