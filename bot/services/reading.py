"""Reading X for as long as X lets us, and telling organisers when it no longer does."""

from __future__ import annotations

from contextlib import aclosing

import structlog

from bot.domain.deliveries import NewDelivery
from bot.errors import SourceStopped
from bot.ports import Clock, PostSource
from bot.services.deliver import Deliver
from bot.services.ingest import Ingest
from db import deliveries, events
from db.engine import Database

log = structlog.get_logger(__name__)


class Reading:
    def __init__(self, database: Database, clock: Clock, ingest: Ingest, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._ingest = ingest
        self._deliver = deliver

    async def run(self, source: PostSource) -> None:
        """Take in what the source brings; returns when X wants somebody to act first."""
        try:
            async with aclosing(source.batches()) as batches:
                async for batch in batches:
                    await self._ingest.take(batch)
        except SourceStopped as stopped:
            log.error("source stopped", reason=stopped.key, **stopped.params)
            await self._tell_organisers(stopped)

    async def _tell_organisers(self, stopped: SourceStopped) -> None:
        """One message to each organiser of a tweetup that is being tracked, once a day."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            for event in await events.tracked(conn, now):
                new = NewDelivery(
                    guild_id=event.guild_id,
                    event_id=event.id,
                    kind="notice",
                    member_id=event.organiser_id,
                    about={"key": f"source.{stopped.key}", "event": event.name},
                    key=f"source:{stopped.key}:{event.organiser_id}:{now.date()}",
                )
                await deliveries.add(conn, new, now)
        self._deliver.wake()
