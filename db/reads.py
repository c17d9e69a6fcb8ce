"""What X was paid for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import reads
from db.upsert import add_missing


async def record(
    conn: AsyncConnection,
    day: date,
    kind: Literal["post", "user", "count"],
    ids: Collection[int],
    micro_dollars: int,
) -> None:
    """Note what was read on a UTC day, at `micro_dollars` each; X bills each once a day."""
    await add_missing(
        conn,
        reads,
        [
            {"day": day, "kind": kind, "resource_id": read_id, "micro_dollars": micro_dollars}
            for read_id in ids
        ],
    )


async def spent(conn: AsyncConnection, since_day: date) -> int:
    """Micro-dollars spent from that UTC day on."""
    query = sa.select(sa.func.coalesce(sa.func.sum(reads.c.micro_dollars), 0))
    return int(await conn.scalar(query.where(reads.c.day >= since_day)) or 0)
