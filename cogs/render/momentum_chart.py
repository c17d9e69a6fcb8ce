"""The chart of a tweetup's momentum, and what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import discord

from bot.domain.events import Event
from bot.domain.momentum import Day, Momentum
from bot.texts import text
from cogs.render.drawing import attachment, draw
from cogs.render.written import written

# There is room to describe so many days or, where they are more, spans of so many days each.
DESCRIBED = 14
SPANS = (1, 7, 28, 91)


async def picture(event: Event, found: Momentum) -> discord.File | None:
    """None while there is nothing to draw."""
    if not any(day.posts or day.adverts for day in found.days):
        return None
    event_day = event.local_start.date()
    png = await draw(_draw, found, event_day)
    return attachment(png, "momentum.png", described(found.days))


def _draw(found: Momentum, event_day: date) -> bytes:
    # matplotlib takes long to load, and there are bots whom nobody ever asks for a picture.
    from bot.pictures.momentum import Words, chart

    words = Words(
        posts=text("momentum.chart.posts"),
        of_posts=(
            text("momentum.chart.replies"),
            text("momentum.chart.others"),
            text("momentum.chart.adverts"),
        ),
        people=text("momentum.chart.people"),
        of_people=(text("momentum.chart.new"), text("momentum.chart.known")),
        event_day=text("momentum.chart.event_day"),
        so_far=text("momentum.chart.so_far"),
        of_day=partial(written, how="day_short"),
    )
    return chart(found.days, words, event_day, so_far=found.so_far)


def described(days: Sequence[Day]) -> str:
    """The chart for those who cannot see it: every day or, where they are many, spans of days."""
    size = next((each for each in SPANS if len(days) <= DESCRIBED * each), len(days))
    first, last = written(days[0].on, "day"), written(days[-1].on, "day")
    told = [text("momentum.chart.alt", first=first, last=last)]
    if size > 1:
        told.append(text("momentum.chart.alt_spans", days=size))
    for start in range(0, len(days), size):
        part = days[start : start + size]
        figures: dict[str, Any] = {
            "day": written(part[0].on, "day_short"),
            "posts": sum(day.posts for day in part),
            "replies": sum(day.replies for day in part),
            "adverts": sum(day.adverts for day in part),
            "new": sum(day.first_time for day in part),
        }
        people = max(day.people for day in part)
        key = "momentum.chart.alt_day" if size == 1 else "momentum.chart.alt_span"
        told.append(text(key, people=people, **figures))
    return " ".join(told)
