"""Rounds of introductions, from planned to done or missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.events import PLANNED
from db.schema import events, rounds
from db.upsert import add_missing

_OPEN = rounds.c.state == "planned"


async def plan(conn: AsyncConnection, event_id: int, due_ats: Iterable[datetime]) -> None:
    """Plan rounds; one that was planned before stays as it is."""
    rows = [{"event_id": event_id, "due_at": due_at, "state": "planned"} for due_at in due_ats]
    await add_missing(conn, rounds, rows)


async def replan(conn: AsyncConnection, event_id: int, due_ats: Iterable[datetime]) -> None:
    """Let these be the event's rounds to come."""
    await conn.execute(sa.delete(rounds).where(rounds.c.event_id == event_id, _OPEN))
    await plan(conn, event_id, due_ats)


async def due(conn: AsyncConnection, now: datetime) -> list[tuple[int, datetime]]:
    """The planned rounds of planned events that are due by `now`: (event id, due at)."""
    query = (
        sa.select(rounds.c.event_id, rounds.c.due_at)
        .join(events)
        .where(_OPEN, PLANNED, rounds.c.due_at <= now)
        .order_by(rounds.c.due_at, rounds.c.event_id)
    )
    return [(row.event_id, row.due_at) for row in await conn.execute(query)]


async def settle(
    conn: AsyncConnection, event_id: int, due_at: datetime, state: Literal["done", "missed"]
) -> bool:
    """Note what became of a round; False when that was settled before."""
    own = (rounds.c.event_id == event_id) & (rounds.c.due_at == due_at)
    done = await conn.execute(sa.update(rounds).where(own, _OPEN).values(state=state))
    return done.rowcount == 1


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next planned round of a planned event is due."""
    query = sa.select(sa.func.min(rounds.c.due_at)).join(events).where(_OPEN, PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found


async def following(conn: AsyncConnection, event_id: int, after: datetime) -> datetime | None:
    """When an event's next planned round after that moment is due."""
    own = (rounds.c.event_id == event_id) & (rounds.c.due_at > after)
    found: datetime | None = await conn.scalar(
        sa.select(sa.func.min(rounds.c.due_at)).where(own, _OPEN)
    )
    return found
