"""Reading X for as long as X lets us, and telling organisers when it no longer does.

Of several processes one has the stream; when they search, each has its part of the hashtags. Which
source is read, and whether X is left alone, stands in the database for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from functools import partial
from typing import get_args

import structlog

from bot.alarm import Alarm
from bot.domain.deliveries import NewDelivery
from bot.domain.feed import SourceKind
from bot.domain.leases import STREAM, hashtags
from bot.errors import SourceStopped
from bot.ports import Clock, LiveSource
from bot.services.deliver import Deliver
from bot.services.ingest import Ingest
from bot.services.leases import Leases
from db import deliveries, events, reader
from db.engine import Database

log = structlog.get_logger(__name__)

# How long it waits at a time for somebody to act; only `resume` ends the waiting.
_IDLE = 3_600.0
# Sources that one process alone may read, by the lease it needs; of others each has its hashtags.
_ALONE: dict[SourceKind, str] = {"stream": STREAM}


class Reading:
    """One source at a time. `kind` is which, once there is one, and `stopped` says that X wants
    somebody to act before it is asked again, by this process or another.

    `on_wake` is called when other processes should look as well.
    """

    on_wake: Callable[[], None] = staticmethod(lambda: None)

    def __init__(
        self, database: Database, clock: Clock, ingest: Ingest, deliver: Deliver, leases: Leases
    ) -> None:
        self._database = database
        self._clock = clock
        self._ingest = ingest
        self._deliver = deliver
        self._leases = leases
        self._alarm = Alarm(clock)
        self._source: LiveSource | None = None
        self._switched_to: SourceKind | None = None
        # What stands in the database is read, or changed, and minded, before another does so: what
        # was read before a change would be minded after it.
        self._in_turn = asyncio.Lock()
        self.kind: SourceKind | None = None
        self.stopped = False

    async def run(
        self, open_source: Callable[[SourceKind], LiveSource], default: SourceKind
    ) -> None:
        """Take in for ever what the source brings that organisers chose, else `default`."""
        await self._go_on()
        while True:
            self.kind = await self._chosen() or default
            lease = _ALONE.get(self.kind)
            await self._leave_to_others(lease)
            if lease is not None and not await self._leases.take(lease):
                await self._leases.turned()
                continue
            # Chosen since, while there was nothing to end.
            if self._switched_to not in (None, self.kind):
                continue
            self._source = open_source(self.kind)
            log.info("reading", source=self.kind)
            read = partial(self._read, self._source)
            try:
                if lease is None:
                    await read()
                else:
                    await self._leases.while_held(lease, read)
            except SourceStopped as stopped:
                log.error("source stopped", reason=stopped.key, **stopped.params)
                await self._wait_for_somebody(stopped)
            finally:
                self._source = None

    def wake(self) -> None:
        """There may be new hashtags to follow, for this process or another."""
        self._wake()
        self.on_wake()

    async def look(self) -> None:
        """Another process may have changed something, or have gone."""
        async with self._in_turn:
            async with self._database.read() as conn:
                chosen, stopped = await reader.source(conn), await reader.is_stopped(conn)
            if self.stopped and not stopped:
                self._alarm.ring()
            self.stopped = stopped
            if kind := _kind(chosen):
                self._change_to(kind)
        self._wake()

    async def resume(self) -> bool:
        """Ask X again; False when nothing kept it from being asked."""
        if not self.stopped:
            return False
        await self._go_on()
        self._alarm.ring()
        self.on_wake()
        return True

    async def switch(self, kind: SourceKind) -> None:
        """Read from that source from now on, also after a restart."""
        async with self._in_turn:
            async with self._database.begin() as conn:
                await reader.choose_source(conn, kind)
            self._change_to(kind)
        self.on_wake()

    def _wake(self) -> None:
        if self._source is not None:
            self._source.wake()

    def _change_to(self, kind: SourceKind) -> None:
        self._switched_to = kind
        if self._source is not None and kind != self.kind:
            self._source.end()

    async def _go_on(self) -> None:
        async with self._in_turn:
            async with self._database.begin() as conn:
                await reader.go_on(conn)
            self.stopped = False

    async def _leave_to_others(self, lease: str | None) -> None:
        """Give back what other sources needed than the one with that lease."""
        held = self._leases.held
        alone = [name for name in held if name in _ALONE.values() and name != lease]
        needless = alone if lease is None else [*alone, *hashtags(held)]
        if needless:
            await self._leases.give_back(*needless)

    async def _chosen(self) -> SourceKind | None:
        """Somebody may choose another one while this asks."""
        async with self._database.read() as conn:
            found = await reader.source(conn)
        meanwhile, self._switched_to = self._switched_to, None
        return meanwhile or _kind(found)

    async def _read(self, source: LiveSource) -> None:
        async with aclosing(source.batches()) as batches:
            async for batch in batches:
                await self._ingest.take(batch)

    async def _wait_for_somebody(self, stopped: SourceStopped) -> None:
        self._source = None
        async with self._in_turn:
            await self._tell_organisers(stopped)
            # Only now: who asked X again before it was noted would be overruled by the note.
            self.stopped = True
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


def _kind(found: str | None) -> SourceKind | None:
    return next((kind for kind in get_args(SourceKind) if kind == found), None)
