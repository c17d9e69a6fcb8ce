"""Tweetups that come again: "every last Thursday", "every two weeks on Monday until 24 June".

A series keeps its time by the clock on the wall where it takes place, also when the clocks change:
a time that comes twice is the first of the two, one that is skipped comes as much later as the
clocks jump.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from bot.domain.cleaning import cut
from bot.domain.days import Weekday, read_days
from bot.domain.plain import plain
from bot.errors import UserError

Unit = Literal["week", "month"]

COUNT_LIMIT = 100
EVERY_LIMIT = 12
_LONGEST = 100
# The fifth of a month is not always there, so nothing comes again on it.
POSITIONS = (1, 2, 3, 4, -1)
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_COUNTS = {"other": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_DAY_NAME = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_POSITION = rf"(?P<position>{'|'.join(_ORDINALS)})"
_EVERY = rf"(?P<every>{'|'.join(_COUNTS)}|[1-9]\d?(?:st|nd|rd|th)?)"
_MONTHLY = rf"(?:monthly|every month|each month|every {_EVERY} months?)"
_MONTH_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_OF = r"(?P<of> (?:of|in) (?:the|each|every) month)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:every|each) {_DAY_NAME}",
        rf"(?:weekly|every week|each week)(?:,? on)? {_DAY_NAME}",
        rf"(?:every {_EVERY} weeks?|fortnightly|every fortnight)(?:,? on)? {_DAY_NAME}",
        rf"every other {_DAY_NAME}",
        rf"(?:every |each |the |on the )?{_POSITION} {_DAY_NAME}{_OF}?",
        rf"{_MONTHLY},? on the {_POSITION} {_DAY_NAME}",
        rf"{_MONTHLY},? on the {_MONTH_DAY}",
        rf"(?:every |on the |the ){_MONTH_DAY}{_OF}",
    )
)
_END = re.compile(
    r"(?P<rule>.+?),? "
    r"(?:until (?P<until>.+)|(?:for )?(?P<count>[1-9]\d{,2}) times|(?P<twice>twice))"
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A series of days, each at the time `at` on the wall.

    Every so many weeks or months, counted from `since`, the first of its days: on a `weekday`
    (Monday is 0), in a month on the one of that `position` (1 to 4, or -1 for the last); or on a
    `day` of the month, in a month that is too short on its last. It ends with the day `until` at
    the latest, or after `count` times.
    """

    unit: Unit
    every: int
    at: time
    since: date
    weekday: int | None = None
    position: int | None = None
    day: int | None = None
    until: date | None = None
    count: int | None = None


def parse_recurrence(text: str, at: time, start: date) -> Recurrence:
    """The series that a person means, its first day being on or after `start`.

    An end is part of the text: "until 24 June 2027" (that day included) or "for 6 times". "Every
    second Tuesday" could mean two things and is refused, "of the month" or "every two weeks" not.

    Raises UserError("recurrence.…") or, for the day it ends, UserError("when.…").
    """
    words = plain(text).strip(" ,.")
    typed = cut(" ".join(text.split()), _LONGEST)
    if len(words) > _LONGEST:
        raise UserError("recurrence.unreadable", found=typed)
    end = _END.fullmatch(words)
    rule = _pattern(end["rule"] if end else words, typed, at, start)
    first = next(iter(_rrule(replace(rule, every=1))), None)
    if first is None:
        raise UserError("recurrence.unreadable", found=typed)
    rule = replace(rule, since=first.date())
    if end is None:
        return rule
    if end["until"]:
        return replace(rule, until=_last_day(end["until"], rule.since))
    count = 2 if end["twice"] else int(end["count"])
    if count > COUNT_LIMIT:
        raise UserError("recurrence.too_often", limit=COUNT_LIMIT)
    return replace(rule, count=count)


def next_occurrences(
    rule: Recurrence, zone: ZoneInfo, after: datetime, n: int
) -> tuple[datetime, ...]:
    """The next `n` moments of a series, in UTC and later than the aware `after`; fewer at its end.

    `zone` is where the clock hangs.
    """
    # Skipped times come later than the clock says, by less than a day.
    since = after.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    walls = _rrule(rule).xafter(since, inc=True)
    moments = (wall.replace(tzinfo=zone).astimezone(UTC) for wall in walls)
    return tuple(islice((moment for moment in moments if moment > after), n))


def _pattern(words: str, typed: str, at: time, start: date) -> Recurrence:
    """What `words` mean, that were written `typed`."""
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(words):
            break
    else:
        raise UserError("recurrence.unreadable", found=typed)
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    every = _every(words, parts)
    weekday_ = _weekday(parts["weekday"]) if "weekday" in parts else None
    if weekday_ is not None and "position" not in parts:
        return Recurrence("week", every, at, start, weekday=weekday_)
    if weekday_ is not None:
        position = _ORDINALS[parts["position"]]
        monthly = "of" in parts or "month" in words
        if position not in {1, -1} and not monthly:
            named = Weekday(weekday_)
            raise UserError("recurrence.ambiguous", found=typed, number=position, weekday=named)
        return Recurrence("month", every, at, start, weekday=weekday_, position=position)
    day = int(parts["day"])
    if not 1 <= day <= 31:
        raise UserError("recurrence.no_such_day", found=day)
    return Recurrence("month", every, at, start, day=day)


def _every(words: str, parts: dict[str, str]) -> int:
    if "fortnight" in words or words.startswith("every other"):
        return 2
    written = parts.get("every", "1")
    every = _COUNTS.get(written) or int(written.rstrip("stndrh"))
    if every > EVERY_LIMIT:
        raise UserError("recurrence.too_rare", limit=EVERY_LIMIT)
    return every


def _last_day(phrase: str, since: date) -> date:
    """The day a series ends with; without a year, the next after it begins."""
    days = read_days(phrase, since)
    if days is None or not days.readings:
        raise UserError("when.unreadable", found=phrase)
    if len(days.readings) > 1:
        one, other, *_ = (reading[0] for reading in days.readings)
        raise UserError("when.ambiguous", one=one, other=other)
    until = next((day for day in days.readings[0] if day >= since), None)
    if until is None:
        raise UserError("recurrence.ends_first", first=since)
    return until


def _weekday(written: str) -> int:
    return [day.name[:3].casefold() for day in Weekday].index(written[:3])


def _rrule(rule: Recurrence) -> rrule:
    """The days of a series, at its time on the wall."""
    days: dict[str, object] = {}
    if rule.weekday is not None:
        days["byweekday"] = weekday(rule.weekday, rule.position)
    elif rule.day is not None:
        days["bymonthday"] = tuple(range(min(rule.day, 28), rule.day + 1))
        days["bysetpos"] = -1
    return rrule(
        WEEKLY if rule.unit == "week" else MONTHLY,
        dtstart=datetime.combine(rule.since, rule.at),
        interval=rule.every,
        until=None if rule.until is None else datetime.combine(rule.until, time.max),
        count=rule.count,
        **days,  # type: ignore[arg-type]
    )
