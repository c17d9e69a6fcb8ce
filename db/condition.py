"""How the database itself stands, and what waits in it for too long."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import migration
from db.schema import deliveries


async def revisions(conn: AsyncConnection) -> tuple[str, str, bool]:
    """The database's revision, the newest this program knows, and whether it knows the former."""
    return await conn.run_sync(migration.heads)


async def damage(conn: AsyncConnection) -> str | None:
    """What SQLite finds wrong with its file; None where all is well, or the engine is another.

    Reads all of the file. PostgreSQL looks after its own.
    """
    if conn.dialect.name != "sqlite":
        return None
    first = str((await conn.exec_driver_sql("PRAGMA quick_check(1)")).scalar_one())
    return None if first == "ok" else first


async def has_wal(conn: AsyncConnection) -> bool:
    """Whether readers and the writer do not wait for each other."""
    if conn.dialect.name != "sqlite":
        return True
    return bool((await conn.exec_driver_sql("PRAGMA journal_mode")).scalar_one() == "wal")


async def stuck(conn: AsyncConnection, guild_id: int, before: datetime) -> int:
    """How many of a guild's messages were tried and not sent, and asked for earlier than that."""
    tried = (deliveries.c.attempts > 0) & deliveries.c.state.in_(("waiting", "sending"))
    late = deliveries.c.asked_at < before
    query = sa.select(sa.func.count()).where(deliveries.c.guild_id == guild_id, tried, late)
    return int(await conn.scalar(query) or 0)
