"""The secret addresses under which members' calendars are found."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_door import calendar_feeds
from db.upsert import add_missing


async def token(conn: AsyncConnection, guild_id: int, member_id: int) -> str | None:
    query = sa.select(calendar_feeds.c.token).where(_is(guild_id, member_id))
    found: str | None = await conn.scalar(query)
    return found


async def add(conn: AsyncConnection, guild_id: int, member_id: int, token: str) -> None:
    """Give a member an address; one they have already stays."""
    row = {"guild_id": guild_id, "member_id": member_id, "token": token}
    await add_missing(conn, calendar_feeds, [row])


async def owner(conn: AsyncConnection, token: str) -> tuple[int, int] | None:
    """The guild and the member whose calendar is found there."""
    query = sa.select(calendar_feeds).where(calendar_feeds.c.token == token)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else (row.guild_id, row.member_id)


async def remove(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(calendar_feeds).where(_is(guild_id, member_id)))


def _is(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (calendar_feeds.c.guild_id == guild_id) & (calendar_feeds.c.member_id == member_id)
