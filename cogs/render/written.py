"""Days and times in words, as they are written in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Literal

from babel.dates import parse_pattern
from babel.lists import format_list

from bot.texts import region, text

Moment = Literal["minute", "weekday_hour", "weekday", "hour"]
Day = Literal["day", "day_short", "day_year", "month", "month_year"]
How = Literal[Moment, Day]


def written(at: date | time, how: How) -> str:
    """A day, a time of day or both, in the pattern the catalogue has for it."""
    return parse_pattern(text(f"pattern.{how}")).apply(at, region())


def listed(each: Iterable[str]) -> str:
    """ "one, two and three"."""
    return format_list(list(each), locale=region())
