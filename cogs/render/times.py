"""Moments as people read them: by their own clock through Discord, or by the event's."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from discord.utils import format_dt

from bot.domain.changes import Facts
from bot.domain.events import Event
from bot.texts import text


def stamp(event: Event | Facts) -> str:
    """When an event starts, by the reader's own clock, and how long that is from now."""
    if event.state == "postponed":
        return text("time.open")
    moment = event.starts_at
    return text("time.stamp", at=format_dt(moment, "F"), relative=format_dt(moment, "R"))


def local(event: Event | Facts) -> str:
    """When an event starts, by the clock where it takes place."""
    if event.state == "postponed":
        return text("time.open")
    return local_at(event.starts_at, event.zone)


def local_at(moment: datetime, zone: str) -> str:
    there = moment.astimezone(ZoneInfo(zone))
    at = format_datetime(there, "EEEE d MMMM y, HH:mm", locale="en_GB")
    return text("time.local", at=at, zone=zone)
