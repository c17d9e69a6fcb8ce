"""Calls from process to process: what one adds, another may be the one to do.

A call only tells that there is something to look at; what, stands in the database. One that is lost
is made up for by a look every now and then. Neither costs anything while a process is alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from bot.alarm import Alarm
from bot.domain.leases import LASTS
from bot.ports import Clock
from bot.services.leases import CALL, Leases
from db.engine import Database

_IDLE = 3_600.0


class Sleeper(Protocol):
    """What sleeps until there is something to do. It calls `on_wake` for those in other processes
    to wake as well, and wakes itself by `look`."""

    on_wake: Callable[[], None]

    async def look(self) -> None: ...


class Calls:
    """Each of the `sleepers` is called by its name."""

    def __init__(
        self, database: Database, clock: Clock, leases: Leases, **sleepers: Sleeper
    ) -> None:
        self._database = database
        self._clock = clock
        self._leases = leases
        self._sleepers = sleepers
        for word, sleeper in sleepers.items():
            sleeper.on_wake = partial(self.tell, word)
        self._alarm = Alarm(clock)
        self._to_tell: set[str] = set()
        self._heard: set[str] = set()

    def tell(self, word: str) -> None:
        """Have the other processes look, where there are any."""
        if not self._leases.alone:
            self._to_tell.add(word)
            self._alarm.ring()

    async def run(self) -> None:
        """Tell and hear, for ever, on PostgreSQL. Raises ConnectionError when the line is lost."""
        async with self._database.listening(self._hear) as lost:
            lost.add_done_callback(lambda _: self._alarm.ring())
            while not lost.done():
                told, self._to_tell = self._to_tell, set()
                if told:
                    await self._database.tell(*sorted(told), by=self._leases.token)
                heard, self._heard = self._heard, set()
                for word in self._sleepers.keys() & heard:
                    await self._sleepers[word].look()
                await self._alarm.wait(_IDLE)
        raise ConnectionError("nothing is heard from other processes any more")

    async def look(self) -> None:
        """Look at everything, for ever, whenever a lease has changed hands, and in any case every
        now and then, while there are other processes."""
        seen, looked_at = None, self._clock.now()
        while True:
            await self._leases.turned()
            standing = {(each.name, each.token) for each in self._leases.standing if each.stands}
            late = not self._leases.alone and self._clock.now() - looked_at >= LASTS
            if late or seen not in (None, standing):
                looked_at = self._clock.now()
                for sleeper in self._sleepers.values():
                    await sleeper.look()
            seen = standing

    def _hear(self, word: str, by: str) -> None:
        if by == self._leases.token:
            return
        if word == CALL:
            self._leases.look()
        else:
            self._heard.add(word)
            self._alarm.ring()
