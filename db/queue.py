"""The outbox as a whole: how much waits in it, and since when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryKind
from db.departures import is_in
from db.schema import deliveries

_OPEN = deliveries.c.state.in_(("waiting", "sending")) & is_in(deliveries.c.guild_id)


async def waiting(conn: AsyncConnection) -> dict[DeliveryKind, int]:
    """How many deliveries are still to be made or changed, by kind."""
    query = sa.select(deliveries.c.kind, sa.func.count().label("how_many")).where(_OPEN)
    rows = await conn.execute(query.group_by(deliveries.c.kind))
    return {row.kind: row.how_many for row in rows}


async def oldest(conn: AsyncConnection, now: datetime) -> datetime | None:
    """When the first of those was asked for that nothing holds back; None when there is none."""
    thread = deliveries.alias()
    place = deliveries.c.inside_id.is_(None) | sa.exists().where(
        thread.c.id == deliveries.c.inside_id, thread.c.message_id.is_not(None)
    )
    due = deliveries.c.not_before.is_(None) | (deliveries.c.not_before <= now)
    found: datetime | None = await conn.scalar(
        sa.select(sa.func.min(deliveries.c.asked_at)).where(_OPEN, due, place)
    )
    return found
