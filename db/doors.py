"""Doors of events: opened, closed, and opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.door import Door
from db.lookup import rows_of
from db.schema import events
from db.schema_door import doors
from db.upsert import upsert

_OPEN = doors.c.closed_at.is_(None)
PENDING = sa.exists().where(_OPEN)


async def get(conn: AsyncConnection, event_id: int) -> Door | None:
    row = (await conn.execute(sa.select(doors).where(doors.c.event_id == event_id))).one_or_none()
    return None if row is None else _door(row)


async def save(conn: AsyncConnection, door: Door) -> None:
    """Store a door in the place of what was known of it; its secret stays the first one."""
    await upsert(
        conn,
        doors,
        [asdict(door)],
        lambda new: {"opened_at": new.opened_at, "closed_at": new.closed_at},
    )


async def close(conn: AsyncConnection, event_ids: Iterable[int], at: datetime) -> None:
    """Close the doors that are still open among these."""
    rows = await rows_of(conn, sa.select(doors).where(_OPEN), doors.c.event_id, event_ids)
    for row in rows:
        own = doors.c.event_id == row.event_id
        await conn.execute(sa.update(doors).where(own, _OPEN).values(closed_at=at))


async def open_ones(conn: AsyncConnection, guild_id: int | None = None) -> list[Door]:
    """The doors that are open, in one guild or in all."""
    query = sa.select(doors).join(events).where(_OPEN).order_by(doors.c.event_id)
    if guild_id is not None:
        query = query.where(events.c.guild_id == guild_id)
    return [_door(row) for row in await conn.execute(query)]


async def last_closed(conn: AsyncConnection, guild_id: int) -> Door | None:
    """The door in a guild that was closed last."""
    closed = sa.select(doors).join(events).where(~_OPEN, events.c.guild_id == guild_id)
    latest = closed.order_by(doors.c.closed_at.desc(), doors.c.event_id.desc()).limit(1)
    row = (await conn.execute(latest)).one_or_none()
    return None if row is None else _door(row)


def _door(row: sa.Row[Any]) -> Door:
    return Door(**row._mapping)
