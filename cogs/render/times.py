"""Moments as people read them: by their own clock through Discord, or by the event's."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from discord.utils import format_dt

from bot.domain.changes import Facts
from bot.domain.events import EventDraft
from bot.texts import text
from cogs.render.written import written

# Anything that has a start, an end and a zone.
Dated: TypeAlias = EventDraft | Facts


def is_open(event: Dated) -> bool:
    """Whether a new date is still to be announced; only what stands can be put off."""
    return getattr(event, "state", "planned") == "postponed"


def stamp(event: Dated) -> str:
    """When an event starts, by the reader's own clock, and how long that is from now."""
    if is_open(event):
        return text("time.open")
    moment = event.starts_at
    return text("time.stamp", at=format_dt(moment, "F"), relative=format_dt(moment, "R"))


def local(event: Dated) -> str:
    """When an event starts, by the clock where it takes place."""
    if is_open(event):
        return text("time.open")
    return local_at(event.starts_at, event.zone)


def local_at(moment: datetime, zone: str) -> str:
    there = moment.astimezone(ZoneInfo(zone))
    at = written(there, "minute")
    return text("time.local", at=at, zone=zone)


def local_end(event: EventDraft) -> str:
    """When an event ends, by the clock where it takes place; with the day if that is another."""
    same_day = event.local_end.date() == event.local_start.date()
    at = written(event.local_end, "hour" if same_day else "minute")
    return text("time.local", at=at, zone=event.zone)
