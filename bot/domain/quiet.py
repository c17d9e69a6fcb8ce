"""Quiet hours: when nothing is mirrored, by the clock on the wall where the tweetup takes place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Every day from `start` until `end`, the next day's where that is not later.

    Both are times without a zone, read off the clock of `zone`, an IANA name.
    """

    start: time
    end: time
    zone: str


def quiet_hours(start: time, end: time, zone: str) -> QuietHours:
    """Raises UserError when they would last all day: pausing does that, and can be seen."""
    if start == end:
        raise UserError("feed.quiet_all_day")
    return QuietHours(start, end, zone)


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """When the quiet hours that hold at `now` are over, in UTC; None when none do.

    Where the clocks go forward, a time they skip is the moment of the jump. Where they go back,
    quiet hours begin when the clock first shows `start` and end when it last shows `end`.
    """
    zone = ZoneInfo(quiet.zone)
    now = now.astimezone(UTC)
    today = now.astimezone(zone).date()
    overnight = timedelta(days=quiet.end <= quiet.start)
    for day in (today - timedelta(days=1), today):
        begins = _moment(day, quiet.start, zone, fold=0)
        ends = _moment(day + overnight, quiet.end, zone, fold=1)
        if begins <= now < ends:
            return ends
    return None


def _moment(day: date, at: time, zone: ZoneInfo, *, fold: int) -> datetime:
    wall = datetime.combine(day, at)
    first, last = (wall.replace(tzinfo=zone, fold=each).astimezone(UTC) for each in (0, 1))
    if last < first:  # only a time that is skipped has them the wrong way round
        return _jump(zone, last, first)
    return last if fold else first


def _jump(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The moment between the two at which the zone's clocks change, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
