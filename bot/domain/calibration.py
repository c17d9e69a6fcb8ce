"""Whether what was foretold came true, told after every tweetup: trust has to be earned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Foretold:
    """How many people organisers were told to expect, at the latest before the start: `low` to
    `high` of `out_of` who might come, guests included."""

    event_id: int
    starts_at: datetime
    made_at: datetime
    low: int
    high: int
    out_of: int

    @property
    def told(self) -> bool:
        """Whether anybody was told: where nobody is expected there is nothing to say."""
        return self.high > 0


@dataclass(frozen=True, slots=True)
class Checked:
    """What was foretold, and how many of those who had answered then came, guests included."""

    foretold: Foretold
    came: int

    @property
    def held(self) -> bool:
        return self.foretold.low <= self.came <= self.foretold.high


def held(checked: Iterable[Checked]) -> tuple[int, int]:
    """How many ranges held the truth, of how many."""
    found = [each.held for each in checked]
    return sum(found), len(found)
