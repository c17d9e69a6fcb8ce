"""Posts that others answer or quote and that did not come along: fetched once, before they go out.

    ingest -> wanted -> X -> fetched | unavailable | missed -> deliver

A post whose parent is wanted waits for it, and those behind it; so nothing hangs on this worker's
memory. When X is not to be had the post goes out after a minute with a link to its parent instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.alarm import Alarm
from bot.errors import NotNow, SourceStopped
from bot.ports import Clock, PostLookup
from bot.services.deliver import Deliver
from bot.services.ingest import Ingest
from db import contexts
from db.engine import Database

log = structlog.get_logger(__name__)

AT_ONCE = 100
PATIENCE = timedelta(minutes=1)
# After an answer that only somebody can put right, or one nobody foresaw.
REST = timedelta(minutes=15)
IDLE = timedelta(hours=1)


class Contexts:
    """`on_wake` is called when something may be wanted that another process is to look up."""

    on_wake: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, database: Database, clock: Clock, ingest: Ingest, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._ingest = ingest
        self._deliver = deliver
        self._alarm = Alarm(clock)
        self._held_until: datetime | None = None

    def expect(self) -> None:
        """Posts wait for what they refer to from now on: this process or another looks it up."""
        self._ingest.on_wanted = self._wake

    async def run(self, lookup: PostLookup) -> None:
        """Look up what is wanted, for ever."""
        while True:
            await self._alarm.wait(await self.look_up(lookup))

    def _wake(self) -> None:
        self._alarm.ring()
        self.on_wake()

    async def look(self) -> None:
        """Another process may want something."""
        self._alarm.ring()

    async def look_up(self, lookup: PostLookup) -> float:
        """Look up all that is wanted now; gives the seconds until there may be more to do."""
        while wanted := await self._wanted():
            now = self._clock.now()
            if self._held_until is not None and now < self._held_until:
                return await self._give_up(now, self._held_until)
            try:
                found = await lookup.find(wanted)
            except NotNow as error:
                self._hold(timedelta(seconds=error.seconds), error.detail)
            except SourceStopped as stopped:
                self._hold(REST, stopped.key)
            except Exception as error:  # an answer nobody foresaw must not hold up the feed
                log.exception("lookup failed")
                self._hold(REST, repr(error))
            else:
                await self._ingest.take(found)
                await self._close(wanted)
        return IDLE.total_seconds()

    def _hold(self, time: timedelta, reason: str) -> None:
        log.warning("lookup put off", reason=reason, again_in_seconds=time.total_seconds())
        self._held_until = self._clock.now() + time

    async def _wanted(self) -> list[int]:
        async with self._database.read() as conn:
            return await contexts.wanted(conn, AT_ONCE)

    async def _close(self, asked: list[int]) -> None:
        """Whatever the answer was, nothing is asked for, and paid for, a second time."""
        async with self._database.begin() as conn:
            left = await contexts.wanted_among(conn, asked)
            await contexts.unavailable(conn, left, self._clock.now())

    async def _give_up(self, now: datetime, held_until: datetime) -> float:
        """Let go of what waited long enough; gives the seconds until that or X may be tried."""
        async with self._database.begin() as conn:
            missed = await contexts.give_up(conn, now - PATIENCE)
            oldest = await contexts.oldest_wish(conn)
        if missed:
            log.warning("context missed", posts=missed)
            self._deliver.wake()
        until = held_until if oldest is None else min(held_until, oldest + PATIENCE)
        return max((until - now).total_seconds(), 0.0)
