"""An oracle of local time, made without any arithmetic on local times.

Each zone's clock is a table of the UTC offsets it shows over ten years, found by walking along UTC
and asking what the clock says. Whatever a rule computes from local times is held against it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 3, 1, tzinfo=UTC)
ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
)
_STEP = timedelta(days=1)


@dataclass(frozen=True)
class WallClock:
    """`offsets[n]` holds from `changes[n - 1]` until `changes[n]`, both in UTC."""

    changes: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]

    def shown(self, moment: datetime) -> datetime:
        """What the clock shows at an aware moment."""
        return (moment + self.offsets[bisect_right(self.changes, moment)]).replace(tzinfo=None)

    def moment(self, wall: datetime) -> datetime:
        """The first moment at which the clock shows `wall`; if it skips that, as much later as it
        jumps."""
        for offset in sorted(set(self.offsets), reverse=True):
            moment = wall.replace(tzinfo=UTC) - offset
            if self.shown(moment) == wall:
                return moment
        for change, before in zip(self.changes, self.offsets, strict=False):
            skipped_to = self.shown(change)
            if (change + before).replace(tzinfo=None) <= wall < skipped_to:
                return wall.replace(tzinfo=UTC) - before
        raise AssertionError(f"no clock shows or skips {wall}")


@cache
def wall_clock(name: str) -> WallClock:
    zone = ZoneInfo(name)

    def offset(moment: datetime) -> timedelta:
        shown = moment.astimezone(zone).replace(tzinfo=UTC)
        return shown - moment

    moment, offsets, changes = FROM, [offset(FROM)], []
    while moment < UNTIL:
        following = moment + _STEP
        if offset(following) != offsets[-1]:
            early, late = moment, following
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) // 2
                middle = middle.replace(microsecond=0)
                early, late = (middle, late) if offset(middle) == offsets[-1] else (early, middle)
            changes.append(late)
            offsets.append(offset(late))
        moment = following
    return WallClock(tuple(changes), tuple(offsets))
