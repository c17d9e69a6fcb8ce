"""How far each source of posts has been read."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_reading import cursors
from db.upsert import New, upsert


async def get(conn: AsyncConnection, source: str) -> str | None:
    query = sa.select(cursors.c.cursor).where(cursors.c.source == source)
    found: str | None = await conn.scalar(query)
    return found


async def move(conn: AsyncConnection, source: str, cursor: str, at: datetime) -> None:
    """Note where a source stands at `at`. A cursor that is a number never moves back."""
    row = {"source": source, "cursor": cursor, "updated_at": at}
    await upsert(
        conn,
        cursors,
        [row],
        lambda new: {"cursor": new.cursor, "updated_at": new.updated_at},
        only_if=_larger if cursor.isdecimal() else None,
    )


def _larger(new: New) -> sa.ColumnElement[bool]:
    # Numbers without leading zeros compare by length, then as texts: no cast, so that a
    # source whose cursor was something else before cannot fail here.
    longer = sa.func.length(new.cursor) - sa.func.length(cursors.c.cursor)
    return (longer > 0) | ((longer == 0) & (new.cursor > cursors.c.cursor))
