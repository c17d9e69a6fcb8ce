"""Members who said that they still come.

A confirmation is of an event as they know it and of the answer that stands: whoever changes either
removes it here. Who waits for a place confirms as well; it counts once they have one.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rsvp import Turnout
from db.events import in_guild
from db.schema import attendance_confirmations as confirmations
from db.schema import events, rsvps
from db.upsert import upsert

_THEIRS = sa.and_(
    rsvps.c.event_id == confirmations.c.event_id,
    rsvps.c.member_id == confirmations.c.member_id,
)
_GOING = rsvps.c.status == "going"


async def save(conn: AsyncConnection, event_id: int, member_id: int, at: datetime) -> None:
    row = {"event_id": event_id, "member_id": member_id, "confirmed_at": at}
    await upsert(conn, confirmations, [row], lambda new: {"confirmed_at": new.confirmed_at})


async def of_event(conn: AsyncConnection, event_id: int) -> set[int]:
    """The members going who confirmed."""
    query = sa.select(confirmations.c.member_id).join(rsvps, _THEIRS)
    return set(await conn.scalars(query.where(confirmations.c.event_id == event_id, _GOING)))


async def turnout(conn: AsyncConnection, event_id: int) -> Turnout:
    """How many are going and how many of them confirmed."""
    party, confirmed = 1 + rsvps.c.guests, confirmations.c.member_id.is_not(None)
    query = (
        sa.select(
            sa.func.sum(party).label("going"),
            sa.func.sum(rsvps.c.guests).label("guests"),
            sa.func.sum(sa.case((confirmed, party), else_=0)).label("confirmed"),
            sa.func.sum(sa.case((confirmed, rsvps.c.guests), else_=0)).label("confirmed_guests"),
        )
        .select_from(rsvps.outerjoin(confirmations, _THEIRS))
        .where(rsvps.c.event_id == event_id, _GOING)
    )
    row = (await conn.execute(query)).one()
    return Turnout(**{name: int(value or 0) for name, value in row._mapping.items()})


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> set[int]:
    """The events of a guild to which a member goes and said that they still come."""
    query = (
        sa.select(confirmations.c.event_id)
        .join(rsvps, _THEIRS)
        .join(events, events.c.id == confirmations.c.event_id)
        .where(events.c.guild_id == guild_id, confirmations.c.member_id == member_id, _GOING)
    )
    return set(await conn.scalars(query))


async def remove(conn: AsyncConnection, event_id: int, member_id: int) -> None:
    """The member's answer is another one now."""
    own = (confirmations.c.event_id == event_id) & (confirmations.c.member_id == member_id)
    await conn.execute(sa.delete(confirmations).where(own))


async def clear(conn: AsyncConnection, event_id: int) -> None:
    """The event is at another time or place now."""
    own = confirmations.c.event_id == event_id
    await conn.execute(sa.delete(confirmations).where(own))


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    here = in_guild(confirmations.c.event_id, guild_id)
    await conn.execute(sa.delete(confirmations).where(here, confirmations.c.member_id == member_id))
