"""When it is looked at next whether an event's summary is ready."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import rows_of
from db.schema_summary import summary_turns
from db.upsert import upsert


async def of_events(
    conn: AsyncConnection, event_ids: Collection[int]
) -> dict[int, datetime | None]:
    """When to look next, by event; None where organisers know. Those at which nobody looked yet
    are left out."""
    query = sa.select(summary_turns)
    rows = await rows_of(conn, query, summary_turns.c.event_id, event_ids)
    return {row.event_id: row.next_at for row in rows}


async def save(conn: AsyncConnection, event_id: int, next_at: datetime | None) -> None:
    """Look again at that time; None: there is nothing more to do."""
    row = {"event_id": event_id, "next_at": next_at}
    await upsert(conn, summary_turns, [row], lambda new: {"next_at": new.next_at})
