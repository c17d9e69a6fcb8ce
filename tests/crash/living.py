"""One process of the bot: as `bot.app` puts it together, in this process, until it is dropped."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from discord.gateway import DiscordWebSocket

from bot import app
from bot.config import Config
from bot.domain.aftermath import KEPT
from cogs.client import TweetupBot
from tests.clock import PATIENCE, ManualClock
from tests.crash.seams import SeamedDatabase, Seams
from tests.discord_api import TOKEN
from tests.memory import megabytes

_POLLING = {"poll_fastest_seconds": 600, "poll_slowest_seconds": 1_800}
# Real seconds without a further guild after which a bot takes itself to be ready.
_LAST_GUILD = 0.005
# Real seconds until tasks that were cancelled are cancelled once more.
_ENDING = 0.02


@dataclass(frozen=True)
class Where:
    """The addresses of all that a process lives with."""

    discord: str
    database: str
    x: str
    x_token: str
    keep_days: int = KEPT.days

    def config(self) -> Config:
        return Config.model_validate(
            {
                "database": {"url": self.database},
                "privacy": {"keep_days": self.keep_days},
                "x": {"api_url": self.x, **_POLLING},
                "secrets": {"discord_token": TOKEN, "x_bearer_token": self.x_token},
            }
        )


class Process(Protocol):
    """A process of the bot, wherever it runs. `passed` are its seams so far."""

    @property
    def passed(self) -> int: ...

    @property
    def is_over(self) -> bool: ...

    async def start(self) -> None:
        """Begin; it is online when this is done, or over already."""

    def arm(self, after: int) -> None:
        """Let it be killed at a seam to come, the next being 1."""

    async def rest(self, now: datetime, told: int) -> None:
        """Have its clock show `now` and wait until it has heard `told` events of the gateway and
        has nothing more to do, or is over."""

    async def end(self) -> None:
        """See to it that nothing of it does anything more."""

    async def tidy(self) -> None:
        """Give back to this process what is left of it, once nothing hangs on it any more."""


class Here:
    """In this process; to be dropped, with no clean-up whatever."""

    def __init__(self, where: Where, now: datetime) -> None:
        self._where = where
        self._clock = ManualClock(now)
        self._seams = Seams(self._cut)
        self._database = SeamedDatabase(where.database, self._seams)
        self._bot: TweetupBot
        self._running: asyncio.Task[None]

    @property
    def passed(self) -> int:
        return self._seams.passed

    @property
    def is_over(self) -> bool:
        return self._seams.over.is_set()

    def arm(self, after: int) -> None:
        self._seams.arm(after)

    async def start(self) -> None:
        with self._seams.watched():
            self._bot = app.assemble(self._where.config(), self._database, self._clock)
            self._bot._connection.guild_ready_timeout = _LAST_GUILD
            self._running = asyncio.create_task(self._bot.start(TOKEN))
            # Where leases come to an end; elsewhere it would but look now and then.
            if self._database.shared:
                self._keeping = asyncio.create_task(self._bot.services.leases.keep())
        await self._or_over(self._bot.wait_until_ready)

    async def rest(self, now: datetime, told: int) -> None:
        self._clock.move(seconds=(now - self._clock.now()).total_seconds())
        while not self.is_over:
            await self._seams.rest()
            if self._heard >= told and not self._bot._connection._chunk_requests:
                return
            await self._or_over(lambda: self._bot.wait_for("socket_event_type"))

    @property
    def _heard(self) -> int:
        return sum(line.sequence or 0 for line in self._lines)

    @property
    def _lines(self) -> list[DiscordWebSocket]:
        return [each._parent.ws for each in self._bot.shards.values()]

    async def due(self) -> datetime | None:
        """When there is something to do next, as far as that is known."""
        return await self._bot.services.timetable.next_due()

    def look(self) -> dict[str, float]:
        """How much of what the process holds, and how many of its workers no longer work.

        discord.py keeps what only one person sees for a quarter of an hour, which is real time.
        """
        kept = "__timeout_task_impl"
        tasks = [
            t for t in asyncio.all_tasks() if kept not in getattr(t.get_coro(), "__name__", "")
        ]
        return {
            "megabytes": megabytes(),
            "tasks": len(tasks),
            "files": len(list(Path("/proc/self/fd").iterdir())),
            "threads": threading.active_count(),
            "ended": sum(task.done() for task in self._bot._tasks),
        }

    async def stop(self) -> None:
        """End in good order."""
        await self._bot.close()
        await self._running
        await self._database.close()

    async def _or_over(self, wait: Any) -> None:
        waits = [asyncio.create_task(wait()), asyncio.create_task(self._seams.over.wait())]
        done, left = await asyncio.wait(
            waits, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        for each in left:
            each.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if not done:
            raise TimeoutError("the bot does not come to rest")

    def _cut(self) -> None:
        """No byte more goes out."""
        for session in self._seams.sessions:
            connector = session.connector
            if connector is None:
                continue
            idle = [each for held in connector._conns.values() for each, _ in held]
            for protocol in [*connector._acquired, *idle]:
                if protocol.transport is not None:
                    protocol.transport.abort()

    async def end(self) -> None:
        self._seams.close()
        self._cut()
        for line in self._lines:
            if line._keep_alive is not None:
                line._keep_alive.stop()
        await self._database.cut()

    async def tidy(self) -> None:
        # What wakes a worker is a task of its own that is cancelled: so not all end at once.
        while tasks := [each for each in self._seams.tasks if not each.done()]:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=_ENDING)
        # Whose connections are cut has something to complain of.
        await asyncio.gather(self._running, return_exceptions=True)
        await self._database.cut()
        await self._bot.http.close()
        for session in self._seams.sessions:
            await session.close()
