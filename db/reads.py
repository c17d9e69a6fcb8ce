"""What X was paid for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_reading import reads
from db.upsert import insert


async def record(
    conn: AsyncConnection,
    day: date,
    kind: Literal["post", "user", "count"],
    ids: Collection[int],
    micro_dollars: int,
) -> set[int]:
    """Note what was read on a UTC day, at `micro_dollars` each.

    X bills each once a day: gives the ids that were not read on that day before.
    """
    if not ids:
        return set()
    rows = [
        {"day": day, "kind": kind, "resource_id": read_id, "micro_dollars": micro_dollars}
        for read_id in sorted(set(ids))
    ]
    insertion = insert(conn, reads).on_conflict_do_nothing().returning(reads.c.resource_id)
    return set(await conn.scalars(insertion, rows))


async def posts_by_day(conn: AsyncConnection, since_day: date) -> dict[date, int]:
    """How many posts were read on each UTC day from that one on, days without any left out."""
    query = (
        sa.select(reads.c.day, sa.func.count().label("posts"))
        .where(reads.c.day >= since_day, reads.c.kind == "post")
        .group_by(reads.c.day)
    )
    return {row.day: row.posts for row in await conn.execute(query)}


async def forget(conn: AsyncConnection, before: date) -> None:
    """Erase what was read on the UTC days before that one."""
    await conn.execute(sa.delete(reads).where(reads.c.day < before))
