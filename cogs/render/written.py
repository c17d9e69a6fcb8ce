"""Days and times in words, as they are written in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Literal

from babel.dates import get_day_names, parse_pattern
from babel.lists import format_list

from bot.texts import region, text

# "typed" is what is put into a form for people to change: it must be read back as it stands.
Moment = Literal["typed", "minute", "weekday_hour", "weekday", "hour"]
Day = Literal["day", "day_short", "day_year", "month", "month_year"]
How = Literal[Moment, Day]


def written(at: date | time, how: How) -> str:
    """A day, a time of day or both, in the pattern the catalogue has for it."""
    return parse_pattern(text(f"pattern.{how}")).apply(at, region())


def weekday_name(weekday: int) -> str:
    """ "Monday" for 0, in the middle of a sentence."""
    return str(get_day_names("wide", locale=region())[weekday])


def listed(each: Iterable[str]) -> str:
    """ "one, two and three"."""
    return format_list(list(each), locale=region())
