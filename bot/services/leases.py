"""The leases of this process: taken, renewed, given back, lost.

A process that cannot renew a lease in time no longer counts on it before others may take it: it
goes by a clock of its own, that never goes back. Leases are held in real time, whatever clock the
bot lives by otherwise.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic
from uuid import uuid4

import structlog

from bot.domain.leases import LASTS, MARGIN, RENEWED_EVERY, Lease, workers
from bot.errors import Replaced
from bot.heartbeats import rest
from db import leases
from db.engine import UNUSABLE, Database

log = structlog.get_logger(__name__)

Work = Callable[[], Awaitable[None]]

# Seconds between two looks whether another process has taken over; on SQLite that is only read.
_LOOK_EVERY = 1.0


class Leases:
    """`holder` is the process's name, which lasts; `token` is new at each of its starts.

    `standing` are all leases there are, as they were when it last looked.
    """

    def __init__(
        self, database: Database, holder: str, time: Callable[[], float] = monotonic
    ) -> None:
        self._database = database
        self._time = time
        self._until: dict[str, float] = {}
        self._turned = asyncio.Event()
        self._called = asyncio.Event()
        self.holder = holder
        self.token = uuid4().hex
        self.standing: Sequence[Lease] = ()

    @property
    def held(self) -> list[str]:
        """The names of those it holds now."""
        return [name for name in self._until if self.holds(name)]

    @property
    def alone(self) -> bool:
        """Whether no other process is at work."""
        return workers(self.standing) <= {self.token}

    def holds(self, name: str) -> bool:
        return self._time() < self._until.get(name, -math.inf)

    async def take(self, name: str) -> bool:
        """Take a lease that is free, or is that of an earlier start of this process.

        False while another process holds it.
        """
        began = self._time()
        async with self._database.begin() as conn:
            taken = await leases.take(conn, name, self.holder, self.token, LASTS)
        if taken:
            self._note(name, began)
            log.debug("lease taken", lease=name)
            self._turn()
        return taken

    async def until_held(self, name: str) -> None:
        """Done once it is this process's own: it is tried again whenever `keep` has looked."""
        while not self.holds(name):
            turned = self._turned
            if not await self.take(name):
                rest()
                await turned.wait()

    async def until_lost(self, name: str) -> None:
        """Done once this process does not hold it, or no longer counts on it."""
        while (left := self._until.get(name, -math.inf) - self._time()) > 0:
            rest()
            await self.turned(None if math.isinf(left) else left)

    async def turned(self, seconds: float | None = None) -> None:
        """Done when a lease was taken or lost, when `keep` has looked, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._turned.wait()

    def under(self, name: str, work: Work) -> Work:
        """The same work, done for as long as a lease is held, and begun again with it."""

        async def working() -> None:
            while True:
                await self.until_held(name)
                at_work = asyncio.ensure_future(work())
                lost = asyncio.create_task(self.until_lost(name))
                try:
                    await asyncio.wait({at_work, lost}, return_when=asyncio.FIRST_COMPLETED)
                    if at_work.done():
                        return at_work.result()
                finally:
                    for each in (at_work, lost):
                        each.cancel()
                    await asyncio.gather(at_work, lost, return_exceptions=True)

        # By this name it is watched, and told of in the log.
        working.__qualname__ = getattr(work, "func", work).__qualname__
        return working

    async def give_back(self, *names: str) -> None:
        """Let others take these at once; without names, all there are."""
        given = list(names or self._until)
        for name in given:
            self._until.pop(name, None)
        self._turn()
        async with self._database.begin() as conn:
            await leases.give_back(conn, given, self.token)

    def call(self) -> None:
        """Have `keep` look now: another process has changed something."""
        self._called.set()

    async def keep(self) -> None:
        """Renew what is held, for ever, and look what others hold.

        Raises Replaced when a process of the same name has begun.
        """
        every = RENEWED_EVERY.total_seconds() if self._database.shared else _LOOK_EVERY
        while True:
            try:
                await self.renew()
            except UNUSABLE as error:
                log.warning("leases not renewed", reason=str(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await self._called.wait()
            self._called.clear()

    async def renew(self) -> None:
        """One turn of `keep`."""
        began = self._time()
        held = self.held
        transaction = self._database.begin if self._database.shared else self._database.read
        async with transaction() as conn:
            renewed = await leases.renew(conn, held, self.token, LASTS)
            self.standing = await leases.all_of_them(conn)
        for name in renewed:
            self._note(name, began)
        for name in self._until.keys() - renewed:
            if self._until[name] <= began or name in held:
                del self._until[name]
                log.warning("lease lost", lease=name)
        # Whoever comes later to SQLite takes over, by whatever name.
        others = [each for each in self.standing if each.name in held and each.name not in renewed]
        if any(each.holder == self.holder or not self._database.shared for each in others):
            raise Replaced("replaced", name=self.holder)
        self._turn()

    def _note(self, name: str, began: float) -> None:
        lasts = (LASTS - MARGIN).total_seconds() if self._database.shared else math.inf
        self._until[name] = began + lasts

    def _turn(self) -> None:
        self._turned.set()
        self._turned = asyncio.Event()
