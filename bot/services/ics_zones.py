"""The rules of time zones, as calendar files carry them (RFC 5545, VTIMEZONE).

Made here because icalendar's own have the clocks go forward an hour late, and list dates where
Outlook wants a yearly rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import YEARLY, rrule, weekday
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Far enough back for both of a year's changes of the clocks, and far enough ahead for calendars
# that go on using the rules of the first file they saw.
BEFORE, AFTER = timedelta(days=372), timedelta(days=10 * 366)

# No clock changes twice within a step.
_STEP, _SECOND = timedelta(weeks=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change of the clocks does to them."""

    before: timedelta
    after: timedelta
    name: str


def rules(zone: str, first: datetime, last: datetime) -> Timezone:
    """What a calendar must know of an IANA zone to understand its times from `first` to `last`."""
    begins, local = first - BEFORE, ZoneInfo(zone)
    onsets: dict[Shift, list[datetime]] = defaultdict(list)
    for at in _changes(local, begins, last + AFTER):
        before, after = _offset(at - _SECOND, local), _offset(at, local)
        shift = Shift(before, after, at.astimezone(local).tzname() or zone)
        onsets[shift].append((at + before).replace(tzinfo=None))
    found = Timezone()
    found.add("tzid", zone)
    if next(_changes(local, begins, first), None) is None:
        offset = _offset(begins, local)
        steady = Shift(offset, offset, begins.astimezone(local).tzname() or zone)
        onsets = {steady: [(begins + offset).replace(tzinfo=None)], **onsets}
    for shift, those in onsets.items():
        found.add_component(_block(shift, those))
    return found


def _changes(local: ZoneInfo, at: datetime, end: datetime) -> Iterator[datetime]:
    """When the clocks there change, in UTC and to the second."""
    while at < end:
        early, late = at, min(at + _STEP, end)
        if _offset(early, local) != _offset(late, local):
            while late - early > _SECOND:
                middle = early + (late - early) // 2 // _SECOND * _SECOND
                if _offset(middle, local) == _offset(early, local):
                    early = middle
                else:
                    late = middle
            yield late
        at += _STEP


def _offset(at: datetime, local: ZoneInfo) -> timedelta:
    return at.astimezone(local).utcoffset() or timedelta(0)


def _block(shift: Shift, onsets: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    block = TimezoneDaylight() if shift.after > shift.before else TimezoneStandard()
    block.add("tzname", shift.name)
    block.add("tzoffsetfrom", shift.before)
    block.add("tzoffsetto", shift.after)
    block.add("dtstart", onsets[0])
    day = _yearly(onsets)
    if day is not None:
        block.add("rrule", {"freq": "yearly", "bymonth": onsets[0].month, "byday": day})
    elif onsets[1:]:
        block.add("rdate", onsets[1:])
    return block


def _yearly(onsets: list[datetime]) -> str | None:
    """The day of a month on which the clocks change every year, like "-1SU"; None if there is
    no such day."""
    start = onsets[0]
    for number in (-1, (start.day - 1) // 7 + 1):
        day = weekday(start.weekday(), number)
        yearly = rrule(YEARLY, start, bymonth=start.month, byweekday=day, count=len(onsets))
        if len(onsets) > 1 and list(yearly) == onsets:
            return f"{number}{weekday(start.weekday())}"
    return None
