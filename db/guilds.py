"""A guild's own settings."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import guilds
from db.upsert import upsert


async def zone(conn: AsyncConnection, guild_id: int) -> str | None:
    """The guild's time zone, if it was ever set."""
    found: str | None = await conn.scalar(sa.select(guilds.c.zone).where(guilds.c.id == guild_id))
    return found


async def set_zone(conn: AsyncConnection, guild_id: int, zone: str) -> None:
    await upsert(conn, guilds, [{"id": guild_id, "zone": zone}], lambda new: {"zone": new.zone})
