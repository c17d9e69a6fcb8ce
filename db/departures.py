"""Guilds the bot is no longer in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_retention import departures
from db.upsert import add_missing

# What the keys of the deliveries begin with that tell organisers of it.
DEPARTURE = "departure:"
PENDING = sa.exists().select_from(departures)


def is_in(guild_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether the bot is still in a guild, as far as it knows."""
    return guild_id.not_in(sa.select(departures.c.guild_id))


async def note(conn: AsyncConnection, guild_id: int, at: datetime) -> bool:
    """Note that the bot left a guild; False when that was known."""
    if await left_at(conn, guild_id) is not None:
        return False
    await add_missing(conn, departures, [{"guild_id": guild_id, "left_at": at}])
    return True


async def left_at(conn: AsyncConnection, guild_id: int) -> datetime | None:
    """Since when the bot knows that it left; None where it is there."""
    query = sa.select(departures.c.left_at).where(departures.c.guild_id == guild_id)
    found: datetime | None = await conn.scalar(query)
    return found


async def all_of_them(conn: AsyncConnection) -> dict[int, datetime]:
    """The guilds the bot left, and when, the earliest first."""
    query = sa.select(departures).order_by(departures.c.left_at, departures.c.guild_id)
    return {row.guild_id: row.left_at for row in await conn.execute(query)}


async def forget(conn: AsyncConnection, guild_id: int) -> bool:
    """The bot is in a guild again; False where it never left."""
    done = await conn.execute(sa.delete(departures).where(departures.c.guild_id == guild_id))
    return done.rowcount == 1
