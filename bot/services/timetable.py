"""What is due by the clock, whoever does it.

The duties, such as `services/remind.py`, are listed in `services/suite.py`. What they make due for
sending are deliveries: `services/deliver.py` takes them from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alarm import Alarm
from bot.domain.earliest import earliest
from bot.ports import Clock
from db.engine import Database
from db.pending import Pending, Question

IDLE = timedelta(hours=1)


class Duty(Protocol):
    """Something that has to be done at certain times."""

    @property
    def pending(self) -> Pending:
        """Whether `next_due` may know of anything, as a condition."""

    async def run_due(self) -> None:
        """Do what is due by now."""

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        """When `run_due` has something to do next; None when nothing is known of."""


class Timetable:
    """Runs what is due, in the order of `duties`, and sleeps until the next thing is.

    `on_wake` is called when something may be due that another process is to do.
    """

    on_wake: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, database: Database, clock: Clock, *duties: Duty) -> None:
        self._database = database
        self._clock = clock
        self._duties = duties
        self._pending = Question(duty.pending for duty in duties)
        self._alarm = Alarm(clock)

    def wake(self) -> None:
        """Something new may be due earlier than all before."""
        self._alarm.ring()
        self.on_wake()

    async def look(self) -> None:
        """Another process may have made something that is due."""
        self._alarm.ring()

    async def run(self) -> None:
        """Keep the timetable for ever."""
        while True:
            times = await self._times()
            await self._run(times)
            await self._alarm.wait(self._until(times))

    async def run_due(self) -> None:
        await self._run(await self._times())

    async def next_due(self) -> datetime | None:
        return earliest(*await self._times())

    async def _times(self) -> list[datetime | None]:
        """When each duty is due next, in one transaction; most have nothing to come most of the
        time, and are not asked themselves."""
        async with self._database.read() as conn:
            pending = await self._pending.ask(conn, self._clock.now())
            return [
                await duty.next_due(conn) if may_be else None
                for duty, may_be in zip(self._duties, pending, strict=True)
            ]

    async def _run(self, times: Sequence[datetime | None]) -> None:
        """Do what is due by `times`, and all after it, which may have come due by it."""
        now = self._clock.now()
        for number, due in enumerate(times):
            if due is not None and due <= now:
                for duty in self._duties[number:]:
                    await duty.run_due()
                return

    def _until(self, times: Sequence[datetime | None]) -> float:
        due = earliest(*times)
        if due is None:
            return IDLE.total_seconds()
        wait = (due - self._clock.now()).total_seconds()
        return min(max(wait, 0.0), IDLE.total_seconds())
