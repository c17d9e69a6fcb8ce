"""A clock that only tests move."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count

# Seconds of real time until what is awaited is taken as not to come. It comes at once, unless the
# machine has much else to do.
PATIENCE = 120.0


class ManualClock:
    """Time stands still; whoever sleeps wakes when it is moved past their hour."""

    def __init__(self, now: datetime = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()
        self._bedtime = asyncio.Event()

    def __call__(self) -> datetime:
        return self._now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        until = self._now + timedelta(seconds=seconds)
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (until, next(self._order), sleeper))
        self._bedtime.set()
        await sleeper

    def move(self, **by: float) -> None:
        """Move on, and wake whoever is due; they run when the caller next waits."""
        self._move_to(self._now + timedelta(**by))

    async def run(self, **time: float) -> None:
        """Let the time pass from sleep to sleep, for a sleeper that works in between.

        It ends when the sleeper has fallen asleep beyond that time; raises TimeoutError when it
        does not sleep any more.
        """
        end = self._now + timedelta(**time)
        while True:
            until = await self._next_waking()
            if until > end:
                self._now = end
                return
            self._move_to(until)

    async def asleep(self, sleepers: int) -> None:
        """Wait until at least so many are asleep; raises TimeoutError when they do not lie down."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._bedtime.clear()
                if sum(not entry[2].done() for entry in self._sleepers) >= sleepers:
                    return
                await self._bedtime.wait()

    def _move_to(self, at: datetime) -> None:
        self._now = at
        while self._sleepers and self._sleepers[0][0] <= at:
            _, _, sleeper = heapq.heappop(self._sleepers)
            if not sleeper.done():
                sleeper.set_result(None)

    async def _next_waking(self) -> datetime:
        while True:
            self._sleepers = [entry for entry in self._sleepers if not entry[2].done()]
            heapq.heapify(self._sleepers)
            if self._sleepers:
                return self._sleepers[0][0]
            self._bedtime.clear()
            async with asyncio.timeout(PATIENCE):
                await self._bedtime.wait()


class Hours:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now
