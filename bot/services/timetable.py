"""What is due by the clock: reminders, rounds of introductions, questions of tweet chats."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.alarm import Alarm
from bot.ports import Clock
from bot.services.chat import Chats
from bot.services.introduce import Introduce
from bot.services.remind import Remind

IDLE = timedelta(hours=1)


class Timetable:
    """Runs what is due and sleeps until the next thing is."""

    def __init__(self, clock: Clock, remind: Remind, introduce: Introduce, chats: Chats) -> None:
        self._clock = clock
        self._remind = remind
        self._introduce = introduce
        self._chats = chats
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
        await self._remind.run_due()
        await self._introduce.run_due()
        await self._chats.run_due()

    async def next_due(self) -> datetime | None:
        parts = (self._remind, self._introduce, self._chats)
        due = [await part.next_due() for part in parts]
        return min((at for at in due if at is not None), default=None)

    async def _until_next(self) -> float:
        due = await self.next_due()
        if due is None:
            return IDLE.total_seconds()
        wait = (due - self._clock.now()).total_seconds()
        return min(max(wait, 0.0), IDLE.total_seconds())
