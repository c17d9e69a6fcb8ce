"""Which day people mean: "24 June", "next Thursday", "in two weeks", "last Friday of the month"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

from dateutil.parser import ParserError, parse, parserinfo
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

_NAMES = parserinfo()
_DEFAULTS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2004, 1, 2, tzinfo=UTC))
_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
_WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?[ -]'?(?:\d\d){1,2})?"
_YEAR_FIRST = r"\d{4}(?P<dash>[./-])\d{1,2}(?P=dash)\d{1,2}"
_YEAR_LAST = r"\d{1,2}(?P<slash>[./-])\d{1,2}(?:(?P=slash)(?:\d\d){1,2})?"


class Weekday(IntEnum):
    """A day of the week; a number to reckon with, and a name in whatever language is spoken."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Days:
    """What a phrase can mean.

    Of each reading: the days it could be, soonest first ("Thursday" is the next one or, if its
    hour is over, the one after). There are no readings when there is no such day. `weekday` is
    the one the phrase names, Monday being 0.
    """

    readings: list[list[date]]
    weekday: int | None


def read_days(phrase: str, today: date) -> Days | None:
    """Read a phrase in lower case; None when it tells no day. `today` is the person's own."""
    for pattern, read in _READERS:
        if found := pattern.fullmatch(phrase):
            readings = [days for days in read(found, today) if days]
            return Days(readings, _weekday(found) if found.groupdict().get("weekday") else None)
    return None


def _near_day(found: re.Match[str], today: date) -> list[list[date]]:
    ahead = ("today", "tomorrow", "day after tomorrow").index(found[0])
    return [[today + timedelta(days=ahead)]]


def _days_ahead(found: re.Match[str], today: date) -> list[list[date]]:
    count = _COUNTS.get(found["count"]) or int(found["count"])
    ahead = {
        "day": relativedelta(days=count),
        "week": relativedelta(weeks=count),
        "fortnight": relativedelta(weeks=2 * count),
        "month": relativedelta(months=count),
    }
    return [[today + ahead[found["unit"]]]]


def _by_weekday(found: re.Match[str], today: date) -> list[list[date]]:
    weekday = _weekday(found)
    if found["next"] or found["later"]:
        return [[today + timedelta(days=7 - today.weekday() + weekday)]]
    soonest = today + relativedelta(weekday=_WEEKDAYS[weekday])
    return [[soonest, soonest + timedelta(weeks=1)]]


def _by_position(found: re.Match[str], today: date) -> list[list[date]]:
    if named := _NAMES.month(found["month"]):
        year = int(found["year"] or today.year)
        months = _in_years(date(2000, named, 1), [year] if found["year"] else [year, year + 1])
    else:
        ahead = 1 if found["month"] == "next month" else 0
        months = [today + relativedelta(day=1, months=ahead)]
    position = _ORDINALS.get(found["position"]) or int(found["position"][0])
    weekday = _WEEKDAYS[_weekday(found)](position)
    days = [
        month + relativedelta(day=1 if position > 0 else 31, weekday=weekday) for month in months
    ]
    return [[day for day, month in zip(days, months, strict=True) if day.month == month.month]]


def _by_calendar(found: re.Match[str], today: date) -> list[list[date]]:
    """dateutil's readings of a date: day first, month first, and whether a year is named."""
    written = found["date"]
    if found["dash"] or found["slash"]:
        written = re.sub(r"[.-]", "/", written)
    readings: list[list[date]] = []
    for day_first in (False,) if found["dash"] else (True, False):
        try:
            # What the text does not say is taken from the default.
            one, other = (
                parse(written, dayfirst=day_first, default=default).date() for default in _DEFAULTS
            )
        except ParserError:
            continue
        if one.day != other.day:  # dateutil took "99 June" for a month of 1999
            continue
        # Nine years hold a 29 February, also around a year such as 2100.
        days = [one] if one == other else _in_years(one, range(today.year, today.year + 9))
        if days not in readings:
            readings.append(days)
    return readings


def _in_years(day: date, years: Iterable[int]) -> list[date]:
    moved = (day + relativedelta(year=year) for year in years)
    return [m for m in moved if m.day == day.day]


def _weekday(found: re.Match[str]) -> int:
    return _WEEKDAY_NAMES.index(found["weekday"][:3])


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], list[list[date]]]], ...] = (
    (re.compile(r"today|tomorrow|day after tomorrow"), _near_day),
    (
        re.compile(
            rf"in (?P<count>[1-9]\d{{,2}}|{'|'.join(_COUNTS)})"
            r" (?P<unit>day|week|fortnight|month)s?"
        ),
        _days_ahead,
    ),
    (
        re.compile(
            rf"(?:(?P<next>next (?:week,? (?:on )?)?)|(?:this )?(?:coming )?){_WEEKDAY}"
            r"(?P<later>,? (?:of )?next week)?"
        ),
        _by_weekday,
    ),
    (
        re.compile(
            rf"(?P<position>{'|'.join(_ORDINALS)}|1st|2nd|3rd|4th|5th) {_WEEKDAY} (?:of|in)"
            rf" (?P<month>{_MONTH}|(?:the|this|next) month)(?:,? (?P<year>\d{{4}}))?"
        ),
        _by_position,
    ),
    (
        re.compile(
            rf"(?:{_WEEKDAY},? (?:the )?)?(?P<date>{_YEAR_FIRST}|{_YEAR_LAST}"
            rf"|{_DAY}[ -]?(?:of )?{_MONTH}\.?{_YEAR}|{_MONTH}\.?[ -]?{_DAY}{_YEAR})"
        ),
        _by_calendar,
    ),
)
