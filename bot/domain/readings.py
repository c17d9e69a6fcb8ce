"""Every moment that a text can mean, so that people are asked rather than guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.days import read_days
from bot.domain.when import (
    FURTHEST,
    PARTS,
    Understood,
    discord_stamp,
    in_reach,
    next_moment,
    on_named_weekday,
    short,
    trimmed,
    understand,
    without_part,
    written,
)
from bot.errors import UserError

# Why one must ask: the text has several readings, it names no time of day, what it names is over,
# or the clocks skip or repeat it.
Doubt = Literal["several", "time", "past", "skipped", "repeated"]

# When tweetups begin, to choose from where only a day is named.
USUAL_TIMES = (time(12), time(18), time(18, 30), time(19))

_BARE_HOUR = re.compile(r"\bat (\d{1,2})(?: ?o['’]clock)?(?=[ ,]|$)(?! ?[ap]\.?m\b)")
_FRENCH_HOUR = re.compile(r"(?<![\w:.])(\d{1,2}) ?h ?(\d\d)?(?!\w)")


@dataclass(frozen=True, slots=True)
class Readings:
    """The moments, in UTC and soonest first, that a text can mean.

    Without a `doubt` there is just one, and it is the one.
    """

    moments: tuple[datetime, ...]
    doubt: Doubt | None = None


def read_when(text: str, zone: ZoneInfo, now: datetime) -> Readings:
    """What a person in `zone` can mean by `text`, which `parse_when` describes; `now` is aware.

    Beside what that reads, "at 6" and "18h30" are times. "03/04" is two days, "6:30" two times
    (unlike "06:30" and "10:00", which are the 24-hour clock's); a day that is over may be
    meant for a later year; a time that the clocks skip or repeat may be either side of the change.

    Raises UserError("when.…") for what has no reading at all.
    """
    # Python compares times of one zone by the clock on the wall, which goes back once a year.
    now = now.astimezone(UTC)
    if (stamped := discord_stamp(text)) is not None:
        return Readings((in_reach(stamped.astimezone(zone), now),))
    spelt = _spelt_out(short(text))
    try:
        found = understand(spelt, text, now.astimezone(zone).date())
    except UserError as error:
        if error.key == "when.no_time" and (usual := _at_usual_times(spelt, zone, now)):
            return usual
        raise
    moments = on_named_weekday(found, _local(found, zone, now), text)
    coming = [moment for moment in moments if moment > now]
    if not coming:
        return Readings((_again(moments[0], zone, now),), "past")
    exact = sorted({each for moment in coming for each in _exact(moment)})
    near = tuple(each for each in exact if now < each <= now + FURTHEST)
    if not near:
        in_reach(coming[0], now)
    return Readings(near, _doubt(coming, near))


def unmistakable(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The moment in words that have no other reading in `zone`."""
    words = written(moment.astimezone(zone))
    if read_when(words, zone, now) == Readings((moment,)):
        return words
    return f"<t:{int(moment.timestamp())}>"


def _spelt_out(words: str) -> str:
    words = _BARE_HOUR.sub(r"at \1:00", words)
    return _FRENCH_HOUR.sub(lambda found: f"{found[1]}:{found[2] or '00'}", words)


def _local(found: Understood, zone: ZoneInfo, now: datetime) -> list[datetime]:
    times = [found.at]
    if found.open_hour:
        times.append(found.at.replace(hour=found.at.hour + 12))
    return [next_moment(days, at, zone, now) for days in found.days.readings for at in times]


def _at_usual_times(words: str, zone: ZoneInfo, now: datetime) -> Readings | None:
    phrase, part = without_part(trimmed(words))
    days = read_days(phrase, now.astimezone(zone).date())
    if days is None or len(days.readings) != 1:
        return None
    earliest, end = PARTS[part] if part else (0, 24)
    times = [at for at in USUAL_TIMES if earliest <= at.hour < end]
    moments = [next_moment(days.readings[0], at, zone, now) for at in times]
    if days.weekday is not None:
        moments = [moment for moment in moments if moment.weekday() == days.weekday]
    exact = {each for moment in moments for each in _exact(moment)}
    near = tuple(sorted(each for each in exact if now < each <= now + FURTHEST))
    return Readings(near, "time") if near else None


def _again(moment: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment that somebody may have meant who wrote one that is over."""
    today = now.astimezone(zone)
    if moment.date() == today.date():
        return _exact(moment + timedelta(days=1))[0]
    years = today.year - moment.year
    later = (_exact(moment + relativedelta(years=years + more))[0] for more in (0, 1))
    return next(each for each in later if each > now)


def _exact(moment: datetime) -> list[datetime]:
    """A local time in UTC: two moments where the clocks skip or repeat it, else one."""
    return sorted({moment.replace(fold=fold).astimezone(UTC) for fold in (0, 1)})


def _doubt(coming: list[datetime], near: Iterable[datetime]) -> Doubt | None:
    walls = {moment.replace(tzinfo=None) for moment in coming}
    zone = coming[0].tzinfo
    if len(walls) > 1:
        return "several" if len(list(near)) > 1 else None
    shown = {each.astimezone(zone).replace(tzinfo=None) for each in near}
    if shown != walls:
        return "skipped"
    return "repeated" if len(list(near)) > 1 else None
