"""A sleep that can be cut short."""

from __future__ import annotations

import asyncio

from bot.ports import Clock


class Alarm:
    """Lets a worker sleep until there is something to do.

    It waits on nothing but the clock's own sleep, so a clock that is moved by hand moves every
    worker with it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = False
        self._nap: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Wake the sleeper now, or keep it from falling asleep the next time."""
        self._rung = True
        if self._nap is not None:
            self._nap.cancel()

    async def wait(self, seconds: float) -> None:
        """Sleep until `seconds` have passed or the alarm rings."""
        if not self._rung:
            nap = self._nap = asyncio.create_task(self._clock_sleep(seconds))
            try:
                # Shielded, so that whoever cancels the worker and the alarm stay apart.
                await asyncio.shield(nap)
            except asyncio.CancelledError:
                # Both may happen in the same moment.
                task = asyncio.current_task()
                if not nap.cancelled() or (task is not None and task.cancelling()):
                    raise
            finally:
                nap.cancel()
                self._nap = None
        self._rung = False

    async def _clock_sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
