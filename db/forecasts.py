"""How many people organisers were told to expect."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.calibration import Foretold
from bot.domain.events import Event
from db.events import PLANNED
from db.lookup import rows_of
from db.schema import events
from db.schema_summary import forecasts
from db.upsert import upsert

_MADE = sa.exists().where(
    forecasts.c.event_id == events.c.id, forecasts.c.starts_at == events.c.starts_at
)


async def save(conn: AsyncConnection, foretold: Foretold) -> None:
    """Store what was foretold; of an event that was put off, in place of what was before."""
    row = asdict(foretold)
    await upsert(
        conn,
        forecasts,
        [row],
        lambda new: {name: new[name] for name in row if name != "event_id"},
    )


async def of_events(conn: AsyncConnection, event_ids: Collection[int]) -> dict[int, Foretold]:
    """What was foretold of these events, as far as it was, by event."""
    rows = await rows_of(conn, sa.select(forecasts), forecasts.c.event_id, event_ids)
    return {row.event_id: Foretold(**row._mapping) for row in rows}


async def missing(conn: AsyncConnection, upcoming: Collection[Event]) -> list[Event]:
    """Those events of which nothing was foretold for the start they have now."""
    query = sa.select(events.c.id).where(PLANNED, ~_MADE)
    rows = await rows_of(conn, query, events.c.id, [event.id for event in upcoming])
    ids = {row.id for row in rows}
    return [event for event in upcoming if event.id in ids]
