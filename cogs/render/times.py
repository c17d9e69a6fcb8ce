"""Moments as people read them: by their own clock through Discord, or by the event's."""

from __future__ import annotations

from babel.dates import format_datetime
from discord.utils import format_dt

from bot.domain.events import EventDraft
from bot.texts import text


def stamp(event: EventDraft) -> str:
    """When an event starts, by the reader's own clock, and how long that is from now."""
    moment = event.starts_at
    return text("time.stamp", at=format_dt(moment, "F"), relative=format_dt(moment, "R"))


def local(event: EventDraft) -> str:
    """When an event starts, by the clock where it takes place."""
    at = format_datetime(event.local_start, "EEEE d MMMM y, HH:mm", locale="en_GB")
    return text("time.local", at=at, zone=event.zone)


def local_end(event: EventDraft) -> str:
    """When an event ends, by the clock where it takes place; with the day if that is another."""
    same_day = event.local_end.date() == event.local_start.date()
    pattern = "HH:mm" if same_day else "EEEE d MMMM y, HH:mm"
    return format_datetime(event.local_end, pattern, locale="en_GB")
