"""The seams of a process, between any two of its effects: where it may end, and whether it is busy.

A seam lies before and after every commit to the database and every call over HTTP, whoever makes
it. What is watched is told from everything else in the event loop by its context; the product
runs as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any
from unittest.mock import patch
from weakref import WeakSet

import aiohttp
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database
from tests.clock import PATIENCE

_SWITCHING_PROTOCOLS = 101
# Rounds of the event loop in which nothing new may begin, until all there is to do is done. From
# one call or transaction to the next a task needs a few.
_CALM = 40

_own: ContextVar[Seams | None] = ContextVar("seams", default=None)


class Seams:
    """Of one process. `end` is what happens at the seam where it is to end; nothing of it gets any
    further."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.passed = 0
        self.over = asyncio.Event()
        self.sessions: WeakSet[aiohttp.ClientSession] = WeakSet()
        # Nobody else may hold those that are left at their last seam.
        self.tasks: set[asyncio.Task[Any]] = set()
        self._end = end
        self._last: int | None = None
        self._busy = 0
        self._begun = 0
        self._moved = asyncio.Event()

    def arm(self, after: int) -> None:
        """Let the process end at a seam to come, the next being 1."""
        self._last = self.passed + after

    def close(self) -> None:
        """Let nothing get any further from now on."""
        self.over.set()
        self._moved.set()

    async def one(self) -> None:
        """Pass a seam, or never return."""
        self.passed += 1
        if self.passed == self._last and not self.over.is_set():
            self.close()
            self._end()
        await self.unless_over()

    async def unless_over(self) -> None:
        """Never return once it is over."""
        if self.over.is_set():
            await asyncio.get_running_loop().create_future()

    @contextmanager
    def work(self) -> Iterator[None]:
        """Something is under way that ends by itself."""
        self._busy += 1
        self._begun += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._moved.set()

    async def rest(self) -> None:
        """Wait until nothing is under way and nothing begins, or until it is over."""
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < _CALM and not self.over.is_set():
                begun = self._begun
                if self._busy:
                    self._moved.clear()
                    await self._moved.wait()
                else:
                    await asyncio.sleep(0)
                calm = calm + 1 if begun == self._begun and not self._busy else 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """What begins meanwhile, and what that begins, is of this process."""
        token = _own.set(self)
        try:
            yield
        finally:
            _own.reset(token)


class SeamedDatabase(Database):
    """A database of one process. `raw` are the driver's own connections, to be cut."""

    def __init__(self, url: str, seams: Seams) -> None:
        super().__init__(url)
        self._seams = seams
        self.raw: WeakSet[Any] = WeakSet()
        for engine in self.engines:
            sa.event.listen(engine, "connect", self._note)

    def _note(self, connection: Any, _record: object) -> None:
        self.raw.add(connection.driver_connection)
        if self._seams.over.is_set():
            # It was being opened when the process ended, which can lock nothing any more.
            raise ConnectionAbortedError("the process is over")

    async def cut(self) -> None:
        """Close the driver's own connections; what was not committed is undone."""
        while self.raw:
            raw = self.raw.pop()
            if hasattr(raw, "terminate"):
                raw.terminate()
            else:
                # In its own thread, whatever SQLAlchemy does about it meanwhile: neither of the two
                # would wait for the other, and the lock of a transaction could be left behind.
                if raw._connection is not None:
                    raw._tx.put_nowait((None, raw._connection.close))
                raw.stop()
                await asyncio.to_thread(raw._thread.join)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        with self._seams.work():
            await self._seams.unless_over()
            async with super().begin() as conn:
                yield conn
                await self._seams.one()
            await self._seams.one()

    @asynccontextmanager
    async def urgently(self) -> AsyncIterator[AsyncConnection]:
        if not self.shared:
            async with super().urgently() as conn:
                yield conn
            return
        with self._seams.work():
            await self._seams.unless_over()
            async with super().urgently() as conn:
                yield conn
                await self._seams.one()
            await self._seams.one()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        with self._seams.work():
            await self._seams.unless_over()
            async with super().read() as conn:
                yield conn


def _task(loop: Any, coro: Any, **options: Any) -> asyncio.Task[Any]:
    task: asyncio.Task[Any] = asyncio.Task(coro, loop=loop, **options)
    seams = _own.get()
    if seams is not None:
        seams.tasks.add(task)
        task.add_done_callback(seams.tasks.discard)
    return task


@contextmanager
def seamed() -> Iterator[None]:
    """In the running event loop, calls over HTTP have their seams, and processes know their tasks,
    while this is open."""
    request, in_thread = aiohttp.ClientSession._request, asyncio.to_thread

    async def _request(session: aiohttp.ClientSession, *given: Any, **options: Any) -> Any:
        seams = _own.get()
        if seams is None:
            return await request(session, *given, **options)
        seams.sessions.add(session)
        with seams.work():
            await seams.one()
            response = await request(session, *given, **options)
            if response.status != _SWITCHING_PROTOCOLS:
                await response.read()
            await seams.one()
        return response

    async def to_thread(*given: Any, **options: Any) -> Any:
        seams = _own.get()
        if seams is None:
            return await in_thread(*given, **options)
        with seams.work():
            return await in_thread(*given, **options)

    with (
        patch.object(aiohttp.ClientSession, "_request", _request),
        patch.object(asyncio, "to_thread", to_thread),
    ):
        loop: Any = asyncio.get_running_loop()
        loop.set_task_factory(_task)
        try:
            yield
        finally:
            loop.set_task_factory(None)
