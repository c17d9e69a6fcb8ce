"""Reminders, from planned to sent or missed, and how long before an event they come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.offsets import Offset, offset_of
from bot.domain.reminders import Reminder
from db.events import PLANNED
from db.schema import events, reminder_times, reminders
from db.upsert import upsert

State = Literal["planned", "sent", "missed"]

_OPEN = reminders.c.state == "planned"
PENDING = sa.exists().where(_OPEN)


async def replan(conn: AsyncConnection, event_id: int, given: Iterable[Reminder]) -> None:
    """Plan just these of an event's reminders; what was settled for the same time stays so."""
    await conn.execute(sa.delete(reminders).where(reminders.c.event_id == event_id, _OPEN))
    rows = [
        {"event_id": event_id, "offset": str(r.offset), "due_at": r.due_at, "state": "planned"}
        for r in given
    ]
    await upsert(
        conn,
        reminders,
        rows,
        lambda new: {"due_at": new.due_at, "state": new.state},
        only_if=lambda new: reminders.c.due_at != new.due_at,
    )


async def settled(conn: AsyncConnection, event_id: int) -> list[Reminder]:
    """Those of an event's reminders that were sent or missed."""
    query = sa.select(reminders).where(reminders.c.event_id == event_id, ~_OPEN)
    return [
        Reminder(row.event_id, offset_of(row.offset), row.due_at)
        for row in await conn.execute(query)
    ]


async def due(conn: AsyncConnection, now: datetime) -> list[Reminder]:
    """The planned reminders of planned events that are due by `now`, earliest first."""
    query = (
        sa.select(reminders)
        .join(events)
        .where(_OPEN, PLANNED, reminders.c.due_at <= now)
        .order_by(reminders.c.due_at, reminders.c.event_id)
    )
    found = await conn.execute(query)
    return [Reminder(row.event_id, offset_of(row.offset), row.due_at) for row in found]


async def of_event(conn: AsyncConnection, event_id: int) -> list[Reminder]:
    """The reminders of an event that are still to go out, earliest first."""
    query = sa.select(reminders).where(_OPEN, reminders.c.event_id == event_id)
    found = await conn.execute(query.order_by(reminders.c.due_at))
    return [Reminder(row.event_id, offset_of(row.offset), row.due_at) for row in found]


async def settle(
    conn: AsyncConnection, event_id: int, offset: Offset, state: Literal["sent", "missed"]
) -> bool:
    """Note what became of a reminder; False when that was settled before."""
    own = (reminders.c.event_id == event_id) & (reminders.c.offset == str(offset))
    done = await conn.execute(sa.update(reminders).where(own, _OPEN).values(state=state))
    return done.rowcount == 1


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next planned reminder of a planned event is due."""
    query = sa.select(sa.func.min(reminders.c.due_at)).join(events).where(_OPEN, PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found


async def states(conn: AsyncConnection, event_id: int) -> dict[tuple[Offset, datetime], State]:
    """What became of an event's reminders, by how long before and when they are due."""
    query = sa.select(reminders).where(reminders.c.event_id == event_id)
    found = await conn.execute(query)
    return {(offset_of(row.offset), row.due_at): row.state for row in found}


async def times(conn: AsyncConnection, event_id: int) -> tuple[Offset, ...] | None:
    """How long before the event people are reminded; None where nobody set it."""
    query = sa.select(reminder_times.c.offsets).where(reminder_times.c.event_id == event_id)
    found = await conn.scalar(query)
    return None if found is None else tuple(map(offset_of, found))


async def set_times(conn: AsyncConnection, event_id: int, offsets: Iterable[Offset]) -> None:
    row = {"event_id": event_id, "offsets": list(map(str, offsets))}
    await upsert(conn, reminder_times, [row], lambda new: {"offsets": new.offsets})
