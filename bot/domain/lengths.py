"""How long a tweetup lasts, as people type it: a length, or when it ends."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.when import parse_time, short
from bot.errors import UserError

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=7)

_NUMBER = r"\d{1,5}(?:[.,]\d)?|an?|one|two|three|four|five|six|half an?"
_LENGTH = re.compile(
    rf"(?:for )?(?=.)(?:(?P<days>{_NUMBER}) ?(?:d|days?))?(?: (?:and )?)?"
    rf"(?:(?P<hours>{_NUMBER}) ?(?:h|hrs?|hours?))?(?: (?:and )?)?"
    r"(?:(?P<minutes>\d{1,5}) ?(?:m|mins?|minutes?)?)?"
)
_UNTIL = re.compile(r"(?:until|till?|to|ends?(?: at)?|-|–) ?")
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HALVES = {"half a": 0.5, "half an": 0.5}


def parse_end(text: str, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """When a tweetup that starts at `starts_at` ends, in UTC.

    `text` is a length ("3 hours", "90 minutes", "1h30", "2 days") or the time of day at which it
    ends by the clock of `zone` ("21:30", "until 9pm"): the first such time after the start.

    Raises UserError("event.length") for what cannot be read, "event.length_limits" for what is
    shorter than a quarter of an hour or longer than a week.
    """
    # Python adds hours to a local time by the clock on the wall.
    starts_at = starts_at.astimezone(UTC)
    words = _plain(text)
    length = _length(words)
    ends_at = _at_time(words, text, starts_at, zone) if length is None else starts_at + length
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise UserError("event.length_limits", found=text)
    return ends_at


def length_text(length: timedelta) -> str:
    """A length as `parse_end` reads it."""
    minutes = round(length.total_seconds() / 60)
    return f"{minutes} minutes" if minutes % 60 else f"{minutes // 60} hours"


def _plain(text: str) -> str:
    try:
        return short(text)
    except UserError as error:
        raise UserError("event.length", found=text) from error


def _length(words: str) -> timedelta | None:
    """None when the words tell no length; a number alone tells neither hours nor minutes."""
    found = _LENGTH.fullmatch(words)
    if found is None or not (found["days"] or found["hours"] or re.search("[a-z]", words)):
        return None
    days, hours, minutes = (_count(found[unit]) for unit in ("days", "hours", "minutes"))
    return timedelta(days=days, hours=hours, minutes=minutes)


def _count(written: str | None) -> float:
    if written is None:
        return 0
    known = {**_WORDS, **_HALVES}.get(written)
    return float(written.replace(",", ".")) if known is None else known


def _at_time(words: str, text: str, starts_at: datetime, zone: ZoneInfo) -> datetime:
    clock = _UNTIL.sub("", words, count=1)
    if clock.isdigit():
        raise UserError("event.length", found=text)
    try:
        at = parse_time(clock)
    except UserError as error:
        raise UserError("event.length", found=text) from error
    # "9:30" on an invitation for half past six is in the evening.
    either = bool(re.fullmatch(r"[1-9][:.]\d\d", clock))
    times = [at, at.replace(hour=at.hour + 12)] if either else [at]
    return min(_next(each, starts_at, zone) for each in times)


def _next(at: time, after: datetime, zone: ZoneInfo) -> datetime:
    first = after.astimezone(zone).date()
    moments = (
        datetime.combine(first + timedelta(days=days), at, zone).astimezone(UTC)
        for days in (0, 1, 2)
    )
    return next(moment for moment in moments if moment > after)
