"""Moments and time zones as people type them.

A text that could mean two things, or that holds a word nobody understood, is refused: a tweetup
on the wrong day costs more than a second try.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.relativedelta import relativedelta

from bot.domain.cleaning import cut
from bot.domain.days import Days, Weekday, read_days
from bot.domain.plain import plain
from bot.errors import UserError

EXAMPLE_ZONE = "Europe/London"
FURTHEST = relativedelta(years=2)
# What was typed is quoted in errors; an option of a Discord command can hold 6,000 characters.
_LONGEST = 100

_TIMESTAMP = re.compile(r"<t:(\d{1,11})(?::[a-z])?>")
_TIME = re.compile(
    r"(?<![\w./:])"
    r"(?:(?P<hour>\d{1,2})(?:(?P<mark>[:.])(?P<minute>\d\d)(?::00)?)?(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"|(?P<word>noon|midday|midnight))"
    r"(?![\w/]|[.:]\d)"
)
# From which hour until which: outside them the words contradict the clock.
PARTS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (18, 24)}
_PART = re.compile(rf"(?P<phrase>.+) (?P<part>{'|'.join(PARTS)})")
_JOINTS = frozenset({"at", "on", "the", "@", ",", "-", "–", "—"})


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that IANA name, whatever its case.

    Abbreviations ("BST") and offsets ("GMT+1") are refused: they are wrong half the year.

    Raises UserError("when.zone") with the nearest name as `suggestion`.
    """
    zones, places = _zones()
    key = "_".join(name.casefold().split())
    if key in zones:
        return ZoneInfo(zones[key])
    known = places | zones
    near = get_close_matches(key[:_LONGEST], known, n=1, cutoff=0.7)
    suggestion = known[near[0]] if near else EXAMPLE_ZONE
    raise UserError("when.zone", found=_quoted(name), suggestion=suggestion)


def parse_when(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment, in UTC, that a person in `zone` means by `text`; `now` is aware.

    A day and a time are needed, in either order: "24 June 18:30", "6.30pm next Thursday", "last
    Friday of June at noon", or Discord's own "<t:1782325800>". Without a year, or with a weekday
    alone, it is the next such moment; "next Thursday" is the one in next week, and weeks begin on
    Monday. Where the clocks go back, a time that comes twice is the first of the two.

    Raises UserError("when.…") for whatever cannot be read, cannot be, could be read in two ways,
    is over, or is more than two years ahead.
    """
    # Python compares times of one zone by the clock on the wall, which goes back once a year.
    now = now.astimezone(UTC)
    if (stamped := discord_stamp(text)) is not None:
        return in_reach(stamped.astimezone(zone), now)
    found = understand(short(text), text, now.astimezone(zone).date())
    moments = [next_moment(reading, found.at, zone, now) for reading in found.days.readings]
    if len(moments) > 1:
        one, other, *_ = (on_the_wall(moment) for moment in moments)
        raise UserError("when.ambiguous", one=one, other=other)
    on_named_weekday(found, moments, text)
    return in_reach(moments[0], now)


@dataclass(frozen=True, slots=True)
class Understood:
    """A day and a time of day as somebody wrote them.

    `open_hour`: the time could be before or after noon, as the "6:30" on an invitation.
    """

    days: Days
    at: time
    open_hour: bool


def understand(words: str, text: str, today: date) -> Understood:
    """What `words`, the plain form of `text`, say of a day and a time.

    Raises UserError("when.…").
    """
    clock, phrase = _split(words, text)
    phrase, part = without_part(phrase)
    at = _time_of_day(clock, part, text)
    days = read_days(phrase, today)
    if days is None:
        raise _error("unreadable", text)
    if not days.readings:
        raise _error("impossible", text)
    one_digit = clock["mark"] and re.fullmatch("[1-9]", clock["hour"] or "")
    return Understood(days, at, bool(one_digit and not clock["half"] and part is None))


def short(text: str) -> str:
    """A text as it is read (bot/domain/plain.py). Raises UserError when it is too long."""
    words = plain(text)
    if len(words) > _LONGEST:
        raise _error("unreadable", text)
    return words


def discord_stamp(text: str) -> datetime | None:
    """The moment that Discord's own "<t:1782325800>" stands for, in UTC."""
    stamp = _TIMESTAMP.fullmatch(short(text))
    return None if stamp is None else datetime.fromtimestamp(int(stamp[1]), UTC)


def without_part(phrase: str) -> tuple[str, str | None]:
    """A phrase without the part of the day at its end, and that part ("evening")."""
    found = _PART.fullmatch(phrase)
    return (found["phrase"], found["part"]) if found else (phrase, None)


def on_named_weekday(found: Understood, moments: list[datetime], text: str) -> list[datetime]:
    """Those on the weekday the text names, if it does. Raises UserError when none is."""
    named = found.days.weekday
    fitting = [moment for moment in moments if named in {None, moment.weekday()}]
    if not fitting:
        day = moments[0].date()
        raise UserError(
            "when.weekday", found=_quoted(text), day=day, weekday=Weekday(day.weekday())
        )
    return fitting


def parse_time(text: str) -> time:
    """The time of day that a person means by "22:00", "10pm", "6.30 pm", "22" or "midnight".

    Raises UserError("when.…").
    """
    words = plain(text)
    if words == "midnight":
        return time()
    found = _TIME.fullmatch(words)
    if found is None:
        raise UserError("when.clock", found=_quoted(text))
    return _time_of_day(found, None, text)


@cache
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """IANA names by their lower-case form, and by that of the place they end in."""
    names = sorted(n for n in available_timezones() if "/" in n and not n.startswith("Etc/"))
    places = {name.rpartition("/")[2].casefold(): name for name in names}
    return {name.casefold(): name for name in [*names, "UTC"]}, places


def _split(words: str, text: str) -> tuple[re.Match[str], str]:
    """The one time in `words`, and the phrase before or after it that tells the day."""
    words = re.sub(r"(?<=\d)t(?=\d)", " ", words)
    words = re.sub(r"\btonight\b", "today night", words)
    words = re.sub(r"\bthis (?=morning|afternoon|evening)", "today ", words)
    found = list(_TIME.finditer(words))
    times = [each for each in found if each["word"] or each["half"] or each["mark"] == ":"]
    # "12.06" may be a day: a dot alone makes a time only where nothing else does, and last.
    times = times or [each for each in found if each["mark"]][-1:]
    if len(times) != 1:
        raise _error("one_time" if times else "no_time", text)
    sides = [trimmed(words[: times[0].start()]), trimmed(words[times[0].end() :])]
    if all(sides):
        raise _error("unreadable", text)
    if not any(sides):
        raise _error("no_date", text)
    return times[0], "".join(sides)


def trimmed(side: str) -> str:
    words = side.split()
    while words and words[-1] in _JOINTS:
        words.pop()
    while words and words[0] in _JOINTS:
        words.pop(0)
    return " ".join(words).strip(" ,.")


def _time_of_day(clock: re.Match[str], part: str | None, text: str) -> time:
    if clock["word"] == "midnight":
        raise _error("midnight", text)
    hour, minute = int(clock["hour"] or 12), int(clock["minute"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise _error("impossible", text)
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    elif part not in {None, "morning"} and 1 <= hour < 12:
        hour += 12
    earliest, end = PARTS[part] if part else (0, 24)
    if not (earliest <= hour < end and minute < 60):
        raise _error("impossible", text)
    return time(hour, minute)


def next_moment(days: list[date], at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The first of these days on which that time is still to come; else the last of them."""
    moments = [datetime.combine(day, at, zone) for day in days]
    return next((moment for moment in moments if moment > now), moments[-1])


def in_reach(moment: datetime, now: datetime) -> datetime:
    if moment <= now:
        raise UserError("when.past", when=on_the_wall(moment))
    if moment > now + FURTHEST:
        raise UserError("when.too_far", when=on_the_wall(moment))
    exact = moment.astimezone(UTC)
    if exact.astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise UserError("when.no_such_time", when=on_the_wall(moment))
    return exact


def _error(key: str, text: str) -> UserError:
    return UserError(f"when.{key}", found=_quoted(text))


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return cut(shown, _LONGEST)


def on_the_wall(moment: datetime) -> datetime:
    """What the clock shows there, for people to read: naive, as no zone can be told of it."""
    return moment.replace(tzinfo=None)


def written(moment: datetime) -> str:
    """A local moment in words that `parse_when` reads."""
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M}"
