"""Steering reminders: organisers set when they come, attendees put them off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain import reminders as rules
from bot.domain.events import Event
from bot.domain.offsets import Offset, parse_offsets
from bot.domain.reminders import Snooze
from bot.domain.rsvp import Turnout
from bot.ports import Clock
from bot.services.remind import plan_reminders
from bot.services.rsvp import open_event
from bot.services.timetable import Timetable
from db import confirmations, reminders, snoozes
from db.engine import Database
from db.reminders import State
from db.snoozes import Snoozed

Outlook = State | Literal["left_out"]


@dataclass(frozen=True, slots=True)
class ReminderTime:
    """One reminder of an event, and what becomes or became of it; what was set when its time had
    passed is left out."""

    offset: Offset
    due_at: datetime
    outlook: Outlook
    asks: bool


@dataclass(frozen=True, slots=True)
class ReminderStatus:
    """An event's reminders, the first first, and how many come."""

    event: Event
    times: tuple[ReminderTime, ...]
    turnout: Turnout


class ReminderControl:
    def __init__(self, database: Database, clock: Clock, timetable: Timetable) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable

    async def status(self, event: Event) -> ReminderStatus:
        async with self._database.read() as conn:
            offsets = await reminders.times(conn, event.id)
            states = await reminders.states(conn, event.id)
            turnout = await confirmations.turnout(conn, event.id)
        found: list[ReminderTime] = []
        for offset in rules.USUAL if offsets is None else offsets:
            due_at = rules.due_at(event.starts_at, event.zone, offset)
            outlook: Outlook = states.get((offset, due_at), "left_out")
            found.append(ReminderTime(offset, due_at, outlook, rules.asks(offset)))
        found.sort(key=lambda each: each.due_at)
        return ReminderStatus(event, tuple(found), turnout)

    async def set_times(self, guild_id: int, event_id: int, typed: str) -> ReminderStatus:
        """Have an event's reminders come at the times an organiser typed.

        Raises UserError when they cannot be read, or the event is over or not this guild's.
        """
        offsets = parse_offsets(typed)
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, guild_id, event_id, now)
            await reminders.set_times(conn, event.id, offsets)
            await plan_reminders(conn, event, now)
        self._timetable.wake()
        return await self.status(event)

    async def snooze(
        self, guild_id: int, event_id: int, member_id: int, choice: Snooze
    ) -> datetime:
        """Remind a member again by message; gives when.

        Raises UserError when it will have begun by then, or cannot be answered any more.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, guild_id, event_id, now)
            until = rules.snoozed_until(choice, event.starts_at, event.zone, now)
            await snoozes.plan(conn, Snoozed(event.id, member_id, until))
        self._timetable.wake()
        return until
