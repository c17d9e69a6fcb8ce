"""Which introductions were seen to the day after."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import events
from db.schema_introductions import introductions
from db.schema_meeting import follow_ups
from db.upsert import add_missing

_OPEN = (introductions.c.state == "made") & ~sa.exists().where(
    follow_ups.c.introduction_id == introductions.c.id
)
PENDING = sa.exists().where(_OPEN)


async def event_ids(conn: AsyncConnection) -> set[int]:
    """The events that take place and have introductions which were not seen to."""
    query = sa.select(introductions.c.event_id).distinct().join(events)
    return set(await conn.scalars(query.where(_OPEN, events.c.state == "planned")))


async def open_ones(conn: AsyncConnection, event_id: int) -> set[int]:
    """The introductions of an event that stand and were not seen to, by id."""
    query = sa.select(introductions.c.id).where(_OPEN, introductions.c.event_id == event_id)
    return set(await conn.scalars(query))


async def note(conn: AsyncConnection, introduction_ids: Collection[int]) -> None:
    rows = ({"introduction_id": each} for each in introduction_ids)
    await add_missing(conn, follow_ups, rows)
