"""What reading X costs, what it will cost at this rate, and what is left out to stay within a cap.

Money is counted in micro-dollars, millionths of a dollar; days and months are UTC's, as X's are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from typing import Literal

ResourceKind = Literal["post", "user", "count"]

# Who pays for what is read on nobody's behalf. Discord gives no guild this id.
NOBODY = 0
# The rate is that of the last seven days, today included.
RATE_DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Price:
    """What X charges from the UTC day `since` on, in micro-dollars for each resource read.

    `count` is for a question how many posts there are.
    """

    since: date
    post: int
    user: int
    count: int = 5_000

    def of(self, kind: ResourceKind) -> int:
        return {"post": self.post, "user": self.user, "count": self.count}[kind]


# X's pay-per-use prices of 2026.
PRICES = (Price(date(2026, 1, 1), post=5_000, user=10_000),)


@dataclass(frozen=True, slots=True)
class Terms:
    """What reading costs and what it may cost.

    `prices` are in the order of their days. `cap` is what all guilds together may cost in a month
    and `guild_cap` what one of them may, None where there is no such limit; `kept_back_percent`
    of either is left for the look-ups by which removed posts are found.
    """

    prices: tuple[Price, ...] = PRICES
    cap: int | None = None
    guild_cap: int | None = None
    kept_back_percent: int = 10

    @property
    def capped(self) -> bool:
        return self.cap is not None or self.guild_cap is not None

    def price_on(self, day: date) -> Price:
        """The price in force; before the first of them, the first."""
        begun = [price for price in self.prices if price.since <= day]
        return begun[-1] if begun else self.prices[0]

    def cap_of_guild(self, guilds: int) -> int | None:
        """What each of `guilds` guilds may cost: what was set, or else an equal part of the cap."""
        if self.guild_cap is not None or self.cap is None:
            return self.guild_cap
        return self.cap // max(guilds, 1)

    def for_reading(self, cap: int | None) -> int | None:
        """A cap without what is kept back."""
        return None if cap is None else cap * (100 - self.kept_back_percent) // 100


UNCAPPED = Terms()


class Step(IntEnum):
    """How sparing reading is; each step keeps to those before it as well.

    The order is what is missed least first: the names and pictures of people who are only answered
    or quoted; some minutes; the posts that others refer to; everything.
    """

    FULL = 0
    NO_EXPANSIONS = 1
    SLOWER = 2
    NO_CONTEXT = 3
    PAUSED = 4

    @property
    def key(self) -> str:
        """Its name in the catalogue and in the database."""
        return self.name.lower()


# From which part of what may be spent on, in percent, a step is taken.
THRESHOLDS: Mapping[Step, int] = {
    Step.NO_CONTEXT: 90,
    Step.SLOWER: 80,
    Step.NO_EXPANSIONS: 70,
}


def decide(spent: int, forecast: int, allowance: int | None) -> Step:
    """The step for a month in which `spent` is spent and `forecast` will be at its end.

    While the month will end within the allowance, nothing is left out however near that is; what
    has reached the allowance is paused in any case.
    """
    if allowance is None:
        return Step.FULL
    if spent >= allowance:
        return Step.PAUSED
    if forecast <= allowance:
        return Step.FULL
    return next(
        (step for step, percent in THRESHOLDS.items() if spent * 100 >= allowance * percent),
        Step.FULL,
    )


def shares(price: int, guilds: Collection[int], resource_id: int) -> dict[int, int]:
    """What each guild pays of one resource: equal parts that sum to the price exactly.

    Micro-dollars that cannot be divided go to guilds in turn, by the resource's id.
    """
    payers = sorted(guilds) or [NOBODY]
    part, left = divmod(price, len(payers))
    first = resource_id % len(payers)
    turns = payers[first:] + payers[:first]
    return {guild: part + (1 if turn < left else 0) for turn, guild in enumerate(turns)}


def daily_rate(spent: Mapping[date, int], since: date, now: datetime) -> float:
    """Micro-dollars a day, from the spending of the last seven days.

    `since` is the first day on which anything was spent; a time shorter than a day counts as one.
    """
    first = max(since, rate_begins(now))
    elapsed = max(now - _midnight(first), _DAY)
    return sum(money for day, money in spent.items() if day >= first) / (elapsed / _DAY)


def rate_begins(now: datetime) -> date:
    """The first of the days whose spending makes the rate."""
    return now.astimezone(UTC).date() - (RATE_DAYS - 1) * _DAY


def forecast(spent: int, rate: float, now: datetime, until: datetime) -> int:
    """What will be spent by `until` if `rate`, in micro-dollars a day, goes on from now."""
    return spent + round(rate * (max(until - now, timedelta(0)) / _DAY))


def month_of(now: datetime) -> date:
    """The first day of the month."""
    return now.astimezone(UTC).date().replace(day=1)


def end_of_month(now: datetime) -> datetime:
    return _midnight((month_of(now) + 31 * _DAY).replace(day=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one guild stands this month; of the others that share the key it tells nothing.

    `cap` is the guild's own, of which `kept_back` is left for finding removed posts. `forecast` is
    for the end of the month, `forecast_then` for the time that was asked about. `miscount` is by
    how many percent X's last count of posts differs from ours, where that is worth a word.
    """

    spent: int
    forecast: int
    cap: int | None
    kept_back: int
    step: Step
    forecast_then: int | None = None
    miscount: int | None = None

    def affords(self, price: int) -> bool:
        """Whether something of that price may be read besides the hashtags.

        They come first: not once anything is left out of reading them, and not beyond what is for
        reading.
        """
        within = self.cap is None or self.spent + price <= self.cap - self.kept_back
        return within and self.step is Step.FULL


@dataclass(frozen=True, slots=True)
class Usage:
    """Posts read by the project in its billing month, and the most it may read, as X counts.

    `daily` is what was read on each of the last UTC days.
    """

    posts: int
    cap: int | None
    daily: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UsageCheck:
    """How many posts were read on a day: by the ledger, and by X."""

    day: date
    ours: int
    theirs: int

    @property
    def percent(self) -> int:
        """By how much the two differ, of the greater one."""
        most = max(self.ours, self.theirs, 1)
        return round(100 * abs(self.theirs - self.ours) / most)

    @property
    def differs(self) -> bool:
        """Whether by more than ten posts and one in twenty.

        X promises to bill a post once a day, but calls that a soft guarantee.
        """
        return abs(self.theirs - self.ours) > max(10, max(self.ours, self.theirs) // 20)
