"""The chart of a tweetup's momentum, and what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import discord
from babel.dates import format_date

from bot.domain.events import Event
from bot.domain.momentum import Day, Momentum
from bot.pictures.momentum import Words, chart
from bot.texts import text
from cogs.render.drawing import attachment, draw

# There is room to describe so many days or, where they are more, spans of so many days each.
DESCRIBED = 14
SPANS = (1, 7, 28, 91)


async def picture(event: Event, found: Momentum) -> discord.File | None:
    """None while there is nothing to draw."""
    if not any(day.posts or day.adverts for day in found.days):
        return None
    words = Words(
        posts=text("momentum.chart.posts"),
        of_posts=(
            text("momentum.chart.replies"),
            text("momentum.chart.others"),
            text("momentum.chart.adverts"),
        ),
        people=text("momentum.chart.people"),
        of_people=(text("momentum.chart.new"), text("momentum.chart.known")),
        meeting=text("momentum.chart.meeting"),
        so_far=text("momentum.chart.so_far"),
    )
    meeting = event.local_start.date()
    png = await draw(chart, found.days, words, meeting, so_far=found.so_far)
    return attachment(png, "momentum.png", described(found.days))


def described(days: Sequence[Day]) -> str:
    """The chart for those who cannot see it: every day or, where they are many, spans of days."""
    size = next((each for each in SPANS if len(days) <= DESCRIBED * each), len(days))
    first, last = day_and_month(days[0].on), day_and_month(days[-1].on)
    told = [text("momentum.chart.alt", first=first, last=last)]
    if size > 1:
        told.append(text("momentum.chart.alt_spans", days=size))
    for start in range(0, len(days), size):
        part = days[start : start + size]
        figures: dict[str, Any] = {
            "day": format_date(part[0].on, "d MMM", locale="en_GB"),
            "posts": sum(day.posts for day in part),
            "replies": sum(day.replies for day in part),
            "adverts": sum(day.adverts for day in part),
            "new": sum(day.first_time for day in part),
        }
        people = max(day.people for day in part)
        key = "momentum.chart.alt_day" if size == 1 else "momentum.chart.alt_span"
        told.append(text(key, people=people, **figures))
    return " ".join(told)


def day_and_month(day: date) -> str:
    return format_date(day, "d MMMM", locale="en_GB")
