"""How members say they can be found at an event."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import events
from db.schema_meeting import recognition
from db.upsert import upsert

PENDING = sa.exists().select_from(recognition)


async def save(conn: AsyncConnection, event_id: int, member_id: int, words: str) -> None:
    row = {"event_id": event_id, "member_id": member_id, "words": words}
    await upsert(conn, recognition, [row], lambda new: {"words": new.words})


async def remove(conn: AsyncConnection, event_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(recognition).where(_of(event_id, member_id)))


async def get(conn: AsyncConnection, event_id: int, member_id: int) -> str | None:
    query = sa.select(recognition.c.words).where(_of(event_id, member_id))
    found: str | None = await conn.scalar(query)
    return found


async def of_event(conn: AsyncConnection, event_id: int) -> dict[int, str]:
    """What members said of themselves, by member."""
    query = sa.select(recognition).where(recognition.c.event_id == event_id)
    return {row.member_id: row.words for row in await conn.execute(query)}


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> dict[int, str]:
    """What a member said of themselves in a guild, by event."""
    query = sa.select(recognition).join(events, events.c.id == recognition.c.event_id)
    own = (events.c.guild_id == guild_id) & (recognition.c.member_id == member_id)
    rows = await conn.execute(query.where(own).order_by(recognition.c.event_id))
    return {row.event_id: row.words for row in rows}


async def event_ids(conn: AsyncConnection) -> set[int]:
    """The events of which something is kept."""
    return set(await conn.scalars(sa.select(recognition.c.event_id).distinct()))


async def clear(conn: AsyncConnection, event_id: int) -> None:
    await conn.execute(sa.delete(recognition).where(recognition.c.event_id == event_id))


def _of(event_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (recognition.c.event_id == event_id) & (recognition.c.member_id == member_id)
