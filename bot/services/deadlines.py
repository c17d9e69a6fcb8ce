"""Offers that nobody took go on to the next, and cards close when answering does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.earliest import earliest
from bot.ports import Clock
from bot.services import roster as rosters
from bot.services.deliver import Deliver
from db import deliveries, events, rsvp_settings, rsvps
from db.engine import Database


class Deadlines:
    pending = rsvps.PENDING | rsvp_settings.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Pass on the places whose offers are over; show on cards that answering is."""
        now = self._clock.now()
        async with self._database.read() as conn:
            over = await rsvps.offers_over(conn, now)
            closing = await rsvp_settings.closing(conn, now)
        for event_id in over:
            async with self._database.begin() as conn:
                event = await events.lock(conn, event_id)
                if event is not None:
                    await rosters.rearrange(conn, event, now)
        for event_id in closing:
            async with self._database.begin() as conn:
                await rsvp_settings.settle_closing(conn, event_id)
                await deliveries.rearm(conn, f"card:{event_id}", now)
        if over or closing:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return earliest(await rsvps.next_offer_over(conn), await rsvp_settings.next_closing(conn))
