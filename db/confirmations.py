"""Members who said shortly before an event that they still come.

A confirmation is of the answer that stood when it was given: whoever steps back and returns has
not confirmed.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import attendance_confirmations as confirmations
from db.schema import events, rsvps
from db.upsert import upsert

_HOLDS = sa.and_(
    rsvps.c.event_id == confirmations.c.event_id,
    rsvps.c.member_id == confirmations.c.member_id,
    rsvps.c.status == "going",
    rsvps.c.changed_at <= confirmations.c.confirmed_at,
)


async def save(conn: AsyncConnection, event_id: int, member_id: int, at: datetime) -> None:
    row = {"event_id": event_id, "member_id": member_id, "confirmed_at": at}
    await upsert(conn, confirmations, [row], lambda new: {"confirmed_at": new.confirmed_at})


async def of_event(conn: AsyncConnection, event_id: int) -> set[int]:
    """The members going whose answer is confirmed."""
    query = sa.select(confirmations.c.member_id).join(rsvps, _HOLDS)
    return set(await conn.scalars(query.where(confirmations.c.event_id == event_id)))


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> set[int]:
    """The events of a guild for which a member confirmed their answer."""
    query = (
        sa.select(confirmations.c.event_id)
        .join(rsvps, _HOLDS)
        .join(events, events.c.id == confirmations.c.event_id)
        .where(events.c.guild_id == guild_id, confirmations.c.member_id == member_id)
    )
    return set(await conn.scalars(query))


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    theirs = sa.select(events.c.id).where(events.c.guild_id == guild_id)
    await conn.execute(
        sa.delete(confirmations).where(
            confirmations.c.member_id == member_id, confirmations.c.event_id.in_(theirs)
        )
    )
