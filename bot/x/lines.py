"""Lines out of a connection that may stay silent, stop in mid-line, or send a very long one."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta
from types import TracebackType
from typing import Self

import aiohttp

from bot.ports import Clock
from bot.x.problems import XUnavailable


class Lines:
    """Splits the bytes of one connection into lines, to be used as an async context manager.

    aiohttp's own line reader gives up on a line beyond its buffer; posts with everything they
    refer to can be longer. `silence` is the time waited in vain since anything last came; the
    time nobody listened does not count.
    """

    def __init__(self, content: aiohttp.StreamReader, clock: Clock) -> None:
        self._content = content
        self._clock = clock
        self._lines: deque[bytes] = deque()
        self._rest = b""
        self._chunk: asyncio.Task[bytes] | None = None
        self.silence = timedelta()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._chunk is not None:
            self._chunk.cancel()
            await asyncio.gather(self._chunk, return_exceptions=True)

    async def next(self, within: timedelta) -> bytes | None:
        """The next line, empty for a sign of life; None when none came in time.

        Raises XUnavailable when the connection ends; a line cut off by that is dropped.
        """
        until = self._clock.now() + within
        while not self._lines:
            if not await self._receive(until - self._clock.now()):
                return None
        return self._lines.popleft()

    def at_hand(self, most: int) -> list[bytes]:
        """Lines that came together with the last one, signs of life left out; nothing waits."""
        found: list[bytes] = []
        while self._lines and len(found) < most:
            if line := self._lines.popleft():
                found.append(line)
        return found

    async def _receive(self, within: timedelta) -> bool:
        if self._chunk is None:
            self._chunk = asyncio.create_task(self._content.readany())
        began = self._clock.now()
        if not await _done_within(self._clock, within, self._chunk):
            self.silence += self._clock.now() - began
            return False
        chunk, self._chunk = self._chunk, None
        try:
            received = chunk.result()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise XUnavailable(f"{type(error).__name__}: {error}", network=True) from error
        if not received:
            raise XUnavailable("X closed the connection", network=True)
        self.silence = timedelta()
        *whole, self._rest = (self._rest + received).split(b"\n")
        self._lines.extend(line.strip() for line in whole)
        return True


async def _done_within(clock: Clock, within: timedelta, task: asyncio.Task[bytes]) -> bool:
    async def sleep() -> None:
        await clock.sleep(max(within.total_seconds(), 0))

    sleeper = asyncio.create_task(sleep())
    try:
        await asyncio.wait({task, sleeper}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        sleeper.cancel()
    return task.done()
