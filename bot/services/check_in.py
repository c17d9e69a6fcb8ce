"""People check themselves in, with the code they see on the screen at the door."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import door as rules
from bot.domain.door import Code
from bot.domain.events import Event
from bot.errors import UserError
from bot.ports import Clock
from bot.services.door import CheckedIn, event_in, note, require_open
from bot.services.timetable import Timetable
from db import doors, events
from db.engine import Database


class CheckIn:
    """`public_url` is where the bot's own pages are found, without a stroke at the end."""

    def __init__(
        self, database: Database, clock: Clock, timetable: Timetable, public_url: str | None
    ) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable
        self._public_url = public_url
        # Wrong codes of late, by guild and member. A restart forgives them, which does no harm.
        self._tries: dict[tuple[int, int], list[datetime]] = defaultdict(list)

    async def code(self, guild_id: int, event_id: int) -> tuple[Event, Code]:
        """What to show on the screen now. Raises UserError unless the door is open."""
        async with self._database.read() as conn:
            event = await event_in(conn, guild_id, event_id)
            door = await require_open(conn, event)
        return event, rules.code(door.secret, self._clock.now())

    def address(self, event: Event, code: Code) -> str:
        """Where the QR code leads: to the bot's page for that code, else to the channel."""
        if self._public_url is not None:
            return f"{self._public_url}/checkin/{code.letters}"
        return channel_address(event)

    async def event_of(self, typed: str) -> Event | None:
        """The event whose code somebody followed here; None for a code that counts nowhere."""
        async with self._database.read() as conn:
            return await self._event_with(conn, None, typed)

    async def check_in(self, guild_id: int, member_id: int, typed: str) -> CheckedIn:
        """A member says that they came, by the code.

        Raises UserError for a code that does not count, and after too many of them.
        """
        now = self._clock.now()
        self._forgive(now)
        tries = self._tries.get((guild_id, member_id), [])
        if (again := rules.next_try_at(tries, now)) is not None:
            raise UserError("door.tries", until=again)
        async with self._database.begin() as conn:
            event = await self._event_with(conn, guild_id, typed)
            noted = None if event is None else await note(conn, event, member_id, now, by=None)
            somewhere = bool(await doors.open_ones(conn, guild_id))
        if noted is not None:
            # Somebody who came without a place can be introduced now.
            self._timetable.wake()
            return noted
        if not somewhere:
            raise UserError("door.none_open")
        self._tries[guild_id, member_id].append(now)
        raise UserError("door.code", found=typed)

    async def _event_with(
        self, conn: AsyncConnection, guild_id: int | None, typed: str
    ) -> Event | None:
        now = self._clock.now()
        for door in await doors.open_ones(conn, guild_id):
            if rules.is_code(door.secret, typed, now):
                return await events.get(conn, door.event_id)
        return None

    def _forgive(self, now: datetime) -> None:
        for member, tries in list(self._tries.items()):
            self._tries[member] = rules.recent_tries(tries, now)
            if not self._tries[member]:
                del self._tries[member]


def channel_address(event: Event) -> str:
    """Opens the event's channel in Discord."""
    return f"https://discord.com/channels/{event.guild_id}/{event.channel_id}"
