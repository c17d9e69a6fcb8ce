"""What is due by the clock, whoever does it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from bot.alarm import Alarm
from bot.ports import Clock

IDLE = timedelta(hours=1)


class Duty(Protocol):
    """Something that has to be done at certain times."""

    async def run_due(self) -> None:
        """Do what is due by now."""

    async def next_due(self) -> datetime | None:
        """When there is something to do next; None when nothing is known of."""


class Timetable:
    """Runs what is due, in the order of `duties`, and sleeps until the next thing is."""

    def __init__(self, clock: Clock, *duties: Duty) -> None:
        self._clock = clock
        self._duties = duties
        self._alarm = Alarm(clock)

    def wake(self) -> None:
        """Something new may be due earlier than all before."""
        self._alarm.ring()

    async def run(self) -> None:
        """Keep the timetable for ever."""
        while True:
            await self.run_due()
            await self._alarm.wait(await self._until_next())

    async def run_due(self) -> None:
        for duty in self._duties:
            await duty.run_due()

    async def next_due(self) -> datetime | None:
        due = [await duty.next_due() for duty in self._duties]
        return min((at for at in due if at is not None), default=None)

    async def _until_next(self) -> float:
        due = await self.next_due()
        if due is None:
            return IDLE.total_seconds()
        wait = (due - self._clock.now()).total_seconds()
        return min(max(wait, 0.0), IDLE.total_seconds())
