"""The door of an event: opened, people checked in by organisers, closed, and who did not come."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import door as rules
from bot.domain.door import Attendance, Door
from bot.domain.events import Event
from bot.errors import UserError
from bot.ports import Clock
from bot.services.timetable import Timetable
from db import attendance, doors, events, rsvps
from db.engine import Database

_HANDLE = re.compile(r"[@＠]?(\w{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class DoorState:
    """How an open door stands: who came, the members with a place who are yet to come, and when it
    closes by itself."""

    event: Event
    closes_at: datetime
    came: tuple[Attendance, ...]
    missing: tuple[int, ...]

    @property
    def walk_ins(self) -> int:
        return sum(each.how == "walk_in" for each in self.came)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """`new` is false where they had come before; `state` is the door's afterwards."""

    attendance: Attendance
    new: bool
    state: DoorState


@dataclass(frozen=True, slots=True)
class NoShows:
    """After an event: who had a place and did not come, who gave theirs up late."""

    event: Event
    came: int
    missing: tuple[int, ...]
    late: tuple[int, ...]


class DoorService:
    def __init__(self, database: Database, clock: Clock, timetable: Timetable) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable

    async def open(self, event: Event) -> DoorState:
        """Open the door, or find it open; people can check themselves in from now on.

        Raises UserError when it is too early or too late for that.
        """
        now = self._clock.now()
        rules.require_openable(event, now)
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            door = await doors.get(conn, event.id) or Door(event.id, secrets.token_hex(16), now)
            if door.closed_at is not None:
                door = replace(door, opened_at=now, closed_at=None)
            await doors.save(conn, door)
            state = await _state(conn, event, door)
        self._timetable.wake()
        return state

    async def close(self, event: Event) -> NoShows:
        """Close the door; from now on whoever had a place and did not come is a no-show.

        Raises UserError when it is not open.
        """
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            await require_open(conn, event)
            await doors.close(conn, [event.id], self._clock.now())
            return await _no_shows(conn, event)

    async def state(self, guild_id: int, event_id: int) -> DoorState:
        """Raises UserError unless that is a door in this guild and open."""
        async with self._database.read() as conn:
            event = await event_in(conn, guild_id, event_id)
            return await _state(conn, event, await require_open(conn, event))

    async def check_in(self, guild_id: int, event_id: int, member_id: int, *, by: int) -> CheckedIn:
        """Note that a member came. Raises UserError unless the door is open."""
        async with self._database.begin() as conn:
            event = await event_in(conn, guild_id, event_id)
            noted = await note(conn, event, member_id, self._clock.now(), by=by)
        # Somebody who came without a place can be introduced now.
        self._timetable.wake()
        return noted

    async def walk_in(
        self, guild_id: int, event_id: int, name: str, handle: str, *, by: int
    ) -> CheckedIn:
        """Note that somebody came who is no member here, or whom nobody knows as one.

        `handle` may be empty. Raises UserError for a name or a handle that cannot be.
        """
        name, handle = " ".join(name.split()), handle.strip()
        if not 1 <= len(name) <= rules.NAME_LIMIT:
            raise UserError("door.name", limit=rules.NAME_LIMIT)
        found = _HANDLE.fullmatch(handle)
        if handle and found is None:
            raise UserError("link.handle", found=handle)
        came = Attendance(
            event_id,
            "walk_in",
            self._clock.now(),
            name=name,
            handle=found and found[1],
            by_id=by,
        )
        async with self._database.begin() as conn:
            event = await event_in(conn, guild_id, event_id)
            door = await require_open(conn, event)
            noted, new = await attendance.add(conn, came)
            return CheckedIn(noted, new, await _state(conn, event, door))

    async def undo(self, guild_id: int, event_id: int, attendance_id: int) -> DoorState:
        """Take back that somebody came; where somebody else did that already, all is well."""
        async with self._database.begin() as conn:
            event = await event_in(conn, guild_id, event_id)
            door = await require_open(conn, event)
            await attendance.remove(conn, event_id, attendance_id)
            return await _state(conn, event, door)

    async def usual_to_close(self, guild_id: int) -> str | None:
        """The event whose door is meant where none is named: the only one that is open."""
        async with self._database.read() as conn:
            found = await doors.open_ones(conn, guild_id)
        return str(found[0].event_id) if len(found) == 1 else None

    async def usual_to_look_back(self, guild_id: int) -> str | None:
        """The event whose no-shows are meant where none is named: the last whose door closed."""
        async with self._database.read() as conn:
            found = await doors.last_closed(conn, guild_id)
        return None if found is None else str(found.event_id)

    async def no_shows(self, event: Event) -> NoShows:
        """Raises UserError while the door is open, and where it never was."""
        async with self._database.read() as conn:
            door = await doors.get(conn, event.id)
            if door is None:
                raise UserError("door.never_opened", name=event.name)
            if door.closed_at is None:
                raise UserError("door.still_open", name=event.name)
            return await _no_shows(conn, event)


async def note(
    conn: AsyncConnection, event: Event, member_id: int, now: datetime, *, by: int | None
) -> CheckedIn:
    """Note that a member came; `by` is None where they say so themselves."""
    await events.lock(conn, event.id)
    door = await require_open(conn, event)
    answers = {rsvp.member_id: rsvp.status for rsvp in await rsvps.of_event(conn, event.id)}
    how = rules.how_member_came(answers.get(member_id), by_self=by is None)
    came = Attendance(event.id, how, now, member_id=member_id, by_id=by)
    noted, new = await attendance.add(conn, came)
    return CheckedIn(noted, new, await _state(conn, event, door))


async def event_in(conn: AsyncConnection, guild_id: int, event_id: int) -> Event:
    event = await events.get(conn, event_id)
    if event is None or event.guild_id != guild_id:
        raise UserError("event.unknown")
    return event


async def require_open(conn: AsyncConnection, event: Event) -> Door:
    door = await doors.get(conn, event.id)
    if door is None or door.closed_at is not None:
        raise UserError("door.closed", name=event.name)
    return door


async def _state(conn: AsyncConnection, event: Event, door: Door) -> DoorState:
    came, missing = await _people(conn, event)
    return DoorState(event, rules.closes_at(event, door), tuple(came), tuple(missing))


async def _people(conn: AsyncConnection, event: Event) -> tuple[list[Attendance], list[int]]:
    """Who came, and the members with a place who did not."""
    came = await attendance.of_event(conn, event.id)
    return came, rules.still_expected(await rsvps.of_event(conn, event.id), came)


async def _no_shows(conn: AsyncConnection, event: Event) -> NoShows:
    came, missing = await _people(conn, event)
    inside = {each.member_id for each in came}
    late = [each for each in await attendance.late(conn, event.id) if each not in inside]
    return NoShows(event, len(came), tuple(missing), tuple(late))
