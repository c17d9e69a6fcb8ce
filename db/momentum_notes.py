"""Whether organisers want the weekly note on an event's momentum, and which was the last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import rows_of
from db.schema_momentum import momentum_notes
from db.upsert import upsert


class NoteSettings(NamedTuple):
    """`seen_to` is when the last note was due that was sent, or left out."""

    weekly: bool = True
    seen_to: datetime | None = None


async def get(conn: AsyncConnection, event_id: int) -> NoteSettings:
    return (await of_events(conn, [event_id])).get(event_id, NoteSettings())


async def of_events(conn: AsyncConnection, event_ids: Collection[int]) -> dict[int, NoteSettings]:
    """Those of these events that have any."""
    query = sa.select(momentum_notes)
    found = await rows_of(conn, query, momentum_notes.c.event_id, event_ids)
    return {row.event_id: NoteSettings(row.weekly, row.seen_to) for row in found}


async def save(conn: AsyncConnection, event_id: int, settings: NoteSettings) -> None:
    row = {"event_id": event_id, **settings._asdict()}
    names = NoteSettings._fields
    await upsert(conn, momentum_notes, [row], lambda new: {name: new[name] for name in names})


async def copy(conn: AsyncConnection, event_id: int, to: int) -> None:
    """Let another event's organisers get a note if those of this one do."""
    await save(conn, to, NoteSettings(weekly=(await get(conn, event_id)).weekly))
