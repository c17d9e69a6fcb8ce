"""Reading X for as long as X lets us, and telling organisers when it no longer does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

import structlog

from bot.alarm import Alarm
from bot.domain.deliveries import NewDelivery
from bot.domain.feed import SourceKind
from bot.errors import SourceStopped
from bot.ports import Clock, LiveSource
from bot.services.deliver import Deliver
from bot.services.ingest import Ingest
from db import deliveries, events, reader
from db.engine import Database

log = structlog.get_logger(__name__)

# How long it waits at a time for somebody to act; only `resume` ends the waiting.
_IDLE = 3_600.0


class Reading:
    """One source at a time. `kind` is which, while there is one, and `stopped` says that X wants
    somebody to act before it is asked again."""

    def __init__(self, database: Database, clock: Clock, ingest: Ingest, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._ingest = ingest
        self._deliver = deliver
        self._alarm = Alarm(clock)
        self._source: LiveSource | None = None
        self._switched_to: SourceKind | None = None
        self.kind: SourceKind | None = None
        self.stopped = False

    async def run(
        self, open_source: Callable[[SourceKind], LiveSource], default: SourceKind
    ) -> None:
        """Take in for ever what the source brings that organisers chose, else `default`."""
        while True:
            chosen = await self._chosen()
            self.stopped = False
            self.kind = self._switched_to or chosen or default
            self._source = open_source(self.kind)
            log.info("reading", source=self.kind)
            try:
                await self._read(self._source)
            except SourceStopped as stopped:
                log.error("source stopped", reason=stopped.key, **stopped.params)
                await self._wait_for_somebody(stopped)
            finally:
                self._source = None

    def wake(self) -> None:
        """There may be new hashtags to follow."""
        if self._source is not None:
            self._source.wake()

    def resume(self) -> bool:
        """Ask X again; False when nothing kept it from being asked."""
        if not self.stopped:
            return False
        self.stopped = False
        self._alarm.ring()
        return True

    async def switch(self, kind: SourceKind) -> None:
        """Read from that source from now on, also after a restart."""
        async with self._database.begin() as conn:
            await reader.choose_source(conn, kind)
        self._switched_to = kind
        if self._source is not None and kind != self.kind:
            self._source.end()

    async def _chosen(self) -> SourceKind | None:
        async with self._database.read() as conn:
            found = await reader.source(conn)
        return "stream" if found == "stream" else "poll" if found == "poll" else None

    async def _read(self, source: LiveSource) -> None:
        async with aclosing(source.batches()) as batches:
            async for batch in batches:
                await self._ingest.take(batch)

    async def _wait_for_somebody(self, stopped: SourceStopped) -> None:
        self.stopped = True
        self._source = None
        await self._tell_organisers(stopped)
        while self.stopped:
            await self._alarm.wait(_IDLE)

    async def _tell_organisers(self, stopped: SourceStopped) -> None:
        """One message to each organiser of a tweetup that is being tracked, once a day."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            await reader.refused(conn, reader.Refusal(stopped.key, stopped.params, now))
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
