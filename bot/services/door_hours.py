"""What happens at a door by the clock: it closes, and later the names of walk-ins go."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import door as rules
from bot.ports import Clock
from db import attendance, doors, events
from db.engine import Database

log = structlog.get_logger(__name__)


class DoorHours:
    pending = doors.PENDING | attendance.PENDING

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run_due(self) -> None:
        """Close the doors that nobody closed, and let go of names after their time."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            due = [event_id for at, event_id in await _closing(conn) if at <= now]
            await doors.close(conn, due, now)
            erased = await attendance.forget_names(conn, now - rules.NAMES_KEPT)
        for event_id in due:
            log.info("door closed by itself", event_id=event_id)
        if erased:
            log.info("names of walk-ins erased", how_many=erased)

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        due = [at for at, _ in await _closing(conn)]
        ended = await attendance.first_end_with_names(conn)
        if ended is not None:
            due.append(ended + rules.NAMES_KEPT)
        return min(due, default=None)


async def _closing(conn: AsyncConnection) -> list[tuple[datetime, int]]:
    """When which event's open door closes by itself."""
    found = []
    for door in await doors.open_ones(conn):
        event = await events.get(conn, door.event_id)
        if event is not None:
            found.append((rules.closes_at(event, door), event.id))
    return found
