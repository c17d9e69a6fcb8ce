"""One tap that says: I still come. Asked the day before, and after a change of time or place."""

from __future__ import annotations

from bot.domain.events import Event
from bot.domain.rsvp import Rsvp
from bot.errors import UserError
from bot.ports import Clock
from bot.services.rsvp import open_event
from db import confirmations, rsvps
from db.engine import Database


class Confirmations:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def confirm(self, guild_id: int, event_id: int, member_id: int) -> tuple[Event, Rsvp]:
        """Note that a member still means to come, with a place or waiting for one.

        It holds until they answer anew, or time or place change. Raises UserError when they do
        not mean to come, or when the event cannot be answered any more.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, guild_id, event_id, now)
            own = await rsvps.get(conn, event.id, member_id)
            if own is None or not own.coming:
                raise UserError("still.not_coming", name=event.name)
            await confirmations.save(conn, event.id, member_id, now)
        return event, own
