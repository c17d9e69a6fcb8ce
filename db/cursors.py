"""How far each source of posts has been read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_reading import cursors
from db.upsert import New, Writing


def _moved(new: New) -> dict[str, sa.ColumnElement[Any]]:
    return {"cursor": new.cursor, "updated_at": new.updated_at}


def _larger(new: New) -> sa.ColumnElement[bool]:
    # Numbers without leading zeros compare by length, then as texts: no cast, so that a
    # source whose cursor was something else before cannot fail here.
    longer = sa.func.length(new.cursor) - sa.func.length(cursors.c.cursor)
    return (longer > 0) | ((longer == 0) & (new.cursor > cursors.c.cursor))


_COLUMNS = ("source", "cursor", "updated_at")
_FORWARD = Writing(cursors, _COLUMNS, _moved, only_if=_larger)
_ANYWHERE = Writing(cursors, _COLUMNS, _moved)


async def get(conn: AsyncConnection, source: str) -> str | None:
    query = sa.select(cursors.c.cursor).where(cursors.c.source == source)
    found: str | None = await conn.scalar(query)
    return found


async def move(conn: AsyncConnection, source: str, cursor: str, at: datetime) -> None:
    """Note where a source stands at `at`. A cursor that is a number never moves back."""
    how = _FORWARD if cursor.isdecimal() else _ANYWHERE
    await how.write(conn, [(source, cursor, at)])
