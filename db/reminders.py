"""Reminders, from planned to sent or missed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.reminders import Reminder, ReminderKind
from db.events import PLANNED
from db.schema import events, reminders
from db.upsert import add_missing

_OPEN = reminders.c.state == "planned"


async def plan(conn: AsyncConnection, given: Iterable[Reminder]) -> None:
    """Plan reminders; one that was planned before stays as it is."""
    await add_missing(
        conn, reminders, [asdict(reminder) | {"state": "planned"} for reminder in given]
    )


async def settled(conn: AsyncConnection, event_id: int) -> list[Reminder]:
    """Those of an event's reminders that were sent or missed."""
    query = sa.select(reminders).where(reminders.c.event_id == event_id, ~_OPEN)
    return [Reminder(row.event_id, row.kind, row.due_at) for row in await conn.execute(query)]


async def replan(conn: AsyncConnection, event_id: int, given: Collection[Reminder]) -> None:
    """Let these be the event's reminders to come, also of kinds that went out for another date."""
    again = reminders.c.kind.in_([reminder.kind for reminder in given])
    own = reminders.c.event_id == event_id
    await conn.execute(sa.delete(reminders).where(own, _OPEN | again))
    await plan(conn, given)


async def due(conn: AsyncConnection, now: datetime) -> list[Reminder]:
    """The planned reminders of planned events that are due by `now`, earliest first."""
    query = (
        sa.select(reminders)
        .join(events)
        .where(_OPEN, PLANNED, reminders.c.due_at <= now)
        .order_by(reminders.c.due_at, reminders.c.event_id)
    )
    return [Reminder(row.event_id, row.kind, row.due_at) for row in await conn.execute(query)]


async def of_event(conn: AsyncConnection, event_id: int) -> list[Reminder]:
    """The reminders of an event that are still to go out, earliest first."""
    query = sa.select(reminders).where(_OPEN, reminders.c.event_id == event_id)
    found = await conn.execute(query.order_by(reminders.c.due_at))
    return [Reminder(row.event_id, row.kind, row.due_at) for row in found]


async def settle(
    conn: AsyncConnection, event_id: int, kind: ReminderKind, state: Literal["sent", "missed"]
) -> bool:
    """Note what became of a reminder; False when that was settled before."""
    own = (reminders.c.event_id == event_id) & (reminders.c.kind == kind)
    done = await conn.execute(sa.update(reminders).where(own, _OPEN).values(state=state))
    return done.rowcount == 1


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next planned reminder of a planned event is due."""
    query = sa.select(sa.func.min(reminders.c.due_at)).join(events).where(_OPEN, PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found
