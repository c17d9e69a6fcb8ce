"""Moments as people read them: by their own clock through Discord, or by the event's."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from discord.utils import format_dt

from bot.domain.events import Event
from bot.texts import text


def stamp(event: Event) -> str:
    """When an event starts, by the reader's own clock, and how long that is from now."""
    moment = event.starts_at
    return text("time.stamp", at=format_dt(moment, "F"), relative=format_dt(moment, "R"))


def local(event: Event) -> str:
    """When an event starts, by the clock where it takes place."""
    return local_moment(event.starts_at, event.zone)


def local_moment(moment: datetime, zone: str) -> str:
    """A moment with its weekday, by the clock of that IANA zone."""
    at = format_datetime(moment.astimezone(ZoneInfo(zone)), "EEEE d MMMM y, HH:mm", locale="en_GB")
    return text("time.local", at=at, zone=zone)
