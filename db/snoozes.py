"""Members who want to be reminded of an event again."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.events import PLANNED, in_guild
from db.schema import events, snoozes
from db.upsert import upsert

PENDING = sa.exists().select_from(snoozes)


class Snoozed(NamedTuple):
    event_id: int
    member_id: int
    due_at: datetime


async def plan(conn: AsyncConnection, snoozed: Snoozed) -> None:
    """Of one member and event the last wish counts."""
    await upsert(conn, snoozes, [snoozed._asdict()], lambda new: {"due_at": new.due_at})


async def due(conn: AsyncConnection, now: datetime) -> list[Snoozed]:
    """Whom to remind again of planned events by `now`, earliest first."""
    query = (
        sa.select(snoozes)
        .join(events)
        .where(PLANNED, snoozes.c.due_at <= now)
        .order_by(snoozes.c.due_at, snoozes.c.event_id, snoozes.c.member_id)
    )
    return [Snoozed(r.event_id, r.member_id, r.due_at) for r in await conn.execute(query)]


async def remove(conn: AsyncConnection, snoozed: Snoozed) -> None:
    own = (snoozes.c.event_id == snoozed.event_id) & (snoozes.c.member_id == snoozed.member_id)
    await conn.execute(sa.delete(snoozes).where(own))


async def next_due(conn: AsyncConnection) -> datetime | None:
    query = sa.select(sa.func.min(snoozes.c.due_at)).join(events).where(PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> list[Snoozed]:
    """What a member is still to be reminded of again in one guild."""
    query = (
        sa.select(snoozes)
        .join(events)
        .where(events.c.guild_id == guild_id, snoozes.c.member_id == member_id)
        .order_by(snoozes.c.due_at)
    )
    return [Snoozed(r.event_id, r.member_id, r.due_at) for r in await conn.execute(query)]


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    here = in_guild(snoozes.c.event_id, guild_id)
    await conn.execute(sa.delete(snoozes).where(here, snoozes.c.member_id == member_id))
