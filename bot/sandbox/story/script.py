"""Everything that happens, on X and on Discord, in the order of time."""

from __future__ import annotations

from bot.sandbox.story import (
    acts,
    adverts,
    day_one,
    evening,
    first_weekend,
    long_weekend,
    morning_after,
    nearly_there,
    second_week,
)
from bot.sandbox.story.model import Happening

_ALL: tuple[Happening, ...] = (
    *day_one.POSTS,
    *first_weekend.POSTS,
    *second_week.POSTS,
    *long_weekend.POSTS,
    *nearly_there.POSTS,
    *evening.POSTS,
    *morning_after.POSTS,
    *adverts.POSTS,
    *acts.ACTS,
)

EVENTS = tuple(sorted(_ALL, key=lambda happening: happening.at))
