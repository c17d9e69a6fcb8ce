"""The leases of this process: taken, renewed, given back, lost.

A process that cannot renew a lease in time no longer counts on it before others may take it: it
goes by a clock of its own, that never goes back. Leases are held in real time, whatever clock the
bot lives by otherwise; `keep` renews them.
"""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog

from bot.alarm import Alarm
from bot.domain.leases import LASTS, MARGIN, RENEWED_EVERY, Lease, workers
from bot.errors import Replaced
from bot.ports import Clock
from db import leases
from db.engine import UNUSABLE, Database

log = structlog.get_logger(__name__)

# What is said to the other processes when one was taken or given back.
CALL = "leases"

Work = Callable[[], Coroutine[Any, Any, None]]

# Seconds between two looks on SQLite, where nothing is renewed: whether another has taken over.
_LOOK_EVERY = 1.0
# Seconds that one waits who is woken as soon as there is something to see.
_IDLE = 86_400.0


class Leases:
    """`holder` is the process's name, which lasts; `token` is new at each of its starts.

    `standing` are all leases there are, as they were when it last looked. `time` gives seconds, and
    never goes back.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        holder: str,
        time: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._time = time
        self._until: dict[str, float] = {}
        self._at_work: defaultdict[str, set[asyncio.Task[None]]] = defaultdict(set)
        self._waiting: set[Alarm] = set()
        self._called = asyncio.Event()
        self._taking = asyncio.Lock()
        self._replaced = False
        self.holder = holder
        self.token = uuid4().hex
        self.standing: Sequence[Lease] = ()

    @property
    def held(self) -> list[str]:
        """The names of those it holds now."""
        return [name for name in self._until if self.holds(name)]

    @property
    def of_others(self) -> list[Lease]:
        """Those of other processes, of which an earlier start of this one is none."""
        return [
            each for each in self.standing if self._database.shared and each.holder != self.holder
        ]

    @property
    def alone(self) -> bool:
        """Whether no other process is at work."""
        return not workers(self.of_others)

    def holds(self, name: str) -> bool:
        return self._time() < self._until.get(name, -math.inf)

    async def take(self, name: str) -> bool:
        """Take a lease that is free, has ended, or is that of an earlier start of this process.

        False while another process holds it. One that was replaced takes none any more, nor one
        that has yet to see that it was: it would take the other's work, and that one would end too.
        """
        began = self._time()
        async with self._database.urgently() as conn:
            taken = (
                not self._replaced
                and not await leases.any_of_others(conn, list(self._until), self.token)
                and await leases.take(conn, name, self.holder, self.token, LASTS)
            )
        if taken:
            self._note(name, began)
            log.debug("lease taken", lease=name)
            self._turn()
            await self._tell()
        return taken

    async def until_held(self, name: str) -> None:
        """Done once it is this process's own: it is tried again whenever `keep` has looked."""
        while not await self._has(name):
            await self.turned()

    async def _has(self, name: str) -> bool:
        # Several may wait for the same one: it is taken once.
        async with self._taking:
            return self.holds(name) or await self.take(name)

    async def until_lost(self, name: str) -> None:
        """Done once this process does not hold it, or no longer counts on it."""
        while (left := self._until.get(name, -math.inf) - self._time()) > 0:
            await self.turned(min(left, _IDLE))

    async def turned(self, seconds: float = _IDLE) -> None:
        """Done when a lease was taken or lost, when `keep` has looked, or after so many seconds."""
        alarm = Alarm(self._clock)
        self._waiting.add(alarm)
        try:
            await alarm.wait(seconds)
        finally:
            self._waiting.discard(alarm)

    def under(self, name: str, work: Work) -> Work:
        """The same work, done for as long as a lease is held, and begun again with it."""

        async def working() -> None:
            done = False
            while not done:
                await self.until_held(name)
                done = await self.while_held(name, work)

        # By this name it is watched, and told of in the log.
        working.__qualname__ = getattr(work, "func", work).__qualname__
        return working

    async def while_held(self, name: str, work: Work) -> bool:
        """Do it for as long as a lease lasts; False if that was over before it was."""
        if not self.holds(name):
            return False
        at_work = asyncio.create_task(work())
        self._at_work[name].add(at_work)
        try:
            await at_work
        except asyncio.CancelledError:
            task = asyncio.current_task()
            lost = at_work not in self._at_work[name]
            if not lost or task is None or task.cancelling():
                raise
            return False
        finally:
            self._at_work[name].discard(at_work)
        return True

    async def give_back(self, *names: str) -> None:
        """Let others take these at once; without names, all there are."""
        given = list(names or self._until)
        for name in given:
            self._drop(name)
        self._turn()
        async with self._database.urgently() as conn:
            await leases.give_back(conn, given, self.token)
        await self._tell()

    async def forget(self, names: Iterable[str]) -> None:
        """Erase leases that nobody needs any more, whoever had them."""
        if needless := list(names):
            async with self._database.begin() as conn:
                await leases.forget(conn, needless)

    def look(self) -> None:
        """Have `keep` look at once: another process has taken one, or given one back."""
        self._called.set()

    async def keep(self) -> None:
        """Renew what is held, for ever, and look what others hold.

        Raises Replaced when a process of the same name has begun.
        """
        every = RENEWED_EVERY.total_seconds() if self._database.shared else _LOOK_EVERY
        renewing = asyncio.create_task(self._go_on_renewing(every))
        try:
            while not renewing.done():
                left = min(self._until.values(), default=math.inf) - self._time()
                await asyncio.wait({renewing}, timeout=min(max(left, 0), every))
                self._lapse()
            renewing.result()
        finally:
            renewing.cancel()

    async def _go_on_renewing(self, every: float) -> None:
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
        """Renew and look once, as `keep` does again and again."""
        self._lapse()
        began, held = self._time(), list(self._until)
        shared = self._database.shared
        async with self._database.urgently() if shared else self._database.read() as conn:
            renewed = await leases.renew(conn, held, self.token, LASTS)
            self.standing = await leases.all_of_them(conn)
        # Whoever comes later to SQLite takes over, by whatever name.
        others = [each for each in self.standing if each.name in held and each.name not in renewed]
        self._replaced |= any(each.holder == self.holder or not shared for each in others)
        for name in held:
            if name not in renewed:
                self._lose(name)
            elif name in self._until:
                self._note(name, began)
        self._turn()
        if self._replaced:
            log.error("replaced by another process", name=self.holder)
            raise Replaced("replaced", name=self.holder)

    async def _tell(self) -> None:
        """Who waits for a lease, or has just lost one, looks at once, and soon in any case."""
        if self._database.shared:
            try:
                await self._database.tell(CALL, by=self.token)
            except UNUSABLE as error:
                log.warning("others not told of a lease", reason=str(error))

    def _lapse(self) -> None:
        """Let go of what was not renewed in time."""
        over = [name for name, until in self._until.items() if until <= self._time()]
        for name in over:
            self._lose(name)
        if over:
            self._turn()

    def _lose(self, name: str) -> None:
        if name in self._until:
            log.warning("lease lost", lease=name)
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._until.pop(name, None)
        for each in self._at_work.pop(name, ()):
            each.cancel()

    def _note(self, name: str, began: float) -> None:
        lasts = (LASTS - MARGIN).total_seconds() if self._database.shared else math.inf
        self._until[name] = began + lasts

    def _turn(self) -> None:
        for each in self._waiting:
            each.ring()
