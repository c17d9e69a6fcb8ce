"""What X was paid for: every post and user read, once a UTC day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from secrets import randbits

from bot.domain.budget import MICRO_DOLLARS
from bot.ports import Clock
from db import reads
from db.engine import Database


class Budget:
    """The ledger behind the port: told of every answer that X bills."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self, *, posts: Collection[int], users: Collection[int]) -> None:
        today = self._clock.now().date()
        async with self._database.begin() as conn:
            await reads.record(conn, today, "post", posts, MICRO_DOLLARS["post"])
            await reads.record(conn, today, "user", users, MICRO_DOLLARS["user"])

    async def counted(self) -> None:
        today = self._clock.now().date()
        async with self._database.begin() as conn:
            # Each question is billed anew, so it gets a number that no other has.
            await reads.record(conn, today, "count", [randbits(62)], MICRO_DOLLARS["count"])

    async def spent_since(self, start: datetime) -> int:
        """Micro-dollars spent since the UTC day of `start`."""
        async with self._database.read() as conn:
            return await reads.spent(conn, start.date())
