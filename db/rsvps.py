"""Members' answers to events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rsvp import Rsvp, Status
from db.events import PLANNED
from db.schema import events, rsvps
from db.upsert import upsert

_FIELDS = tuple(field.name for field in fields(Rsvp))
_OWN = tuple(rsvps.c[name] for name in _FIELDS)
_OFFERED = rsvps.c.status == "offered"
PENDING = sa.exists().where(_OFFERED)

# Asked for at every tap, so it is put together once.
_OF_EVENT = sa.select(*_OWN).where(rsvps.c.event_id == sa.bindparam("event")).order_by(rsvps.c.turn)


async def of_event(conn: AsyncConnection, event_id: int) -> list[Rsvp]:
    """All answers to an event, by turn. Lock the event first to decide by them."""
    return [_rsvp(row) for row in await conn.execute(_OF_EVENT, {"event": event_id})]


async def save(conn: AsyncConnection, event_id: int, given: Iterable[Rsvp], at: datetime) -> None:
    """Store how members stand since `at`."""
    rows = [asdict(rsvp) | {"event_id": event_id, "changed_at": at} for rsvp in given]
    await upsert(
        conn,
        rsvps,
        rows,
        lambda new: {name: new[name] for name in (*_FIELDS, "changed_at") if name != "member_id"},
    )


async def get(conn: AsyncConnection, event_id: int, member_id: int) -> Rsvp | None:
    query = sa.select(*_OWN).where(_is(event_id, member_id))
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else _rsvp(row)


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> list[tuple[int, Rsvp]]:
    """A member's answers in one guild, with the ids of the events."""
    query = (
        sa.select(rsvps.c.event_id, *_OWN)
        .join(events)
        .where(events.c.guild_id == guild_id, rsvps.c.member_id == member_id)
        .order_by(rsvps.c.event_id)
    )
    return [(row.event_id, _rsvp(row)) for row in await conn.execute(query)]


async def tally(conn: AsyncConnection, event_id: int) -> dict[Status, int]:
    """How many people stand how, guests counted; a status that nobody has is left out."""
    query = (
        sa.select(rsvps.c.status, sa.func.sum(1 + rsvps.c.guests).label("people"))
        .where(rsvps.c.event_id == event_id)
        .group_by(rsvps.c.status)
    )
    return {row.status: row.people for row in await conn.execute(query)}


async def offers_over(conn: AsyncConnection, now: datetime) -> list[int]:
    """The planned events with an offer that is over by `now`, by id."""
    query = (
        sa.select(rsvps.c.event_id)
        .join(events)
        .where(_OFFERED, PLANNED, rsvps.c.offer_until <= now)
        .distinct()
        .order_by(rsvps.c.event_id)
    )
    return list(await conn.scalars(query))


async def next_offer_over(conn: AsyncConnection) -> datetime | None:
    """When the next offer of a planned event is over."""
    query = sa.select(sa.func.min(rsvps.c.offer_until)).join(events).where(_OFFERED, PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found


async def remove(conn: AsyncConnection, event_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(rsvps).where(_is(event_id, member_id)))


def _is(event_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (rsvps.c.event_id == event_id) & (rsvps.c.member_id == member_id)


def _rsvp(row: sa.Row[Any]) -> Rsvp:
    return Rsvp(**{name: row._mapping[name] for name in _FIELDS})
