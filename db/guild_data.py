"""Everything that belongs to one guild, whatever the table."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import spending
from db.schema import events, feed, guilds, metadata
from db.schema_reading import spending as shares
from db.schema_retention import departures

# Rows of other tables go with what they belong to.
_TABLES = [table for table in reversed(metadata.sorted_tables) if "guild_id" in table.c]
# Money that nobody's reading cost.
NOBODY = 0


async def known(conn: AsyncConnection) -> set[int]:
    """The guilds of which something is kept, beyond that the bot left and what reading cost."""
    own = [table.c.guild_id for table in _TABLES if table not in (departures, shares)]
    found = await conn.scalars(sa.union(*(sa.select(column) for column in (guilds.c.id, *own))))
    return set(found) - {NOBODY}


async def posts(conn: AsyncConnection, guild_id: int, limit: int) -> dict[int, list[int]]:
    """Some of the posts in the feeds of a guild's events, by event."""
    query = sa.select(feed.c.event_id, feed.c.post_id).join(events)
    own = query.where(events.c.guild_id == guild_id)
    found: dict[int, list[int]] = {}
    for row in await conn.execute(own.order_by(feed.c.event_id, feed.c.post_id).limit(limit)):
        found.setdefault(row.event_id, []).append(row.post_id)
    return found


async def erase(conn: AsyncConnection, guild_id: int) -> None:
    """Erase all of it. What reading X cost for the guild stays in the sum, on nobody's account."""
    own = sa.select(shares.c.day, shares.c.micro_dollars).where(shares.c.guild_id == guild_id)
    for row in list(await conn.execute(own)):
        await spending.add(conn, row.day, {NOBODY: row.micro_dollars})
    for table in _TABLES:
        await conn.execute(sa.delete(table).where(table.c.guild_id == guild_id))
    await conn.execute(sa.delete(guilds).where(guilds.c.id == guild_id))
