"""What organisers set for an event's answers, and which deadlines are still to come."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rsvp import RsvpSettings
from db.events import PLANNED
from db.schema import events, rsvp_settings
from db.upsert import upsert

_FIELDS = tuple(field.name for field in fields(RsvpSettings))
_CLOSING = rsvp_settings.c.closing
PENDING = sa.exists().where(_CLOSING)

# Asked for at every tap, so it is put together once.
_GET = sa.select(*(rsvp_settings.c[name] for name in _FIELDS)).where(
    rsvp_settings.c.event_id == sa.bindparam("event")
)


async def get(conn: AsyncConnection, event_id: int) -> RsvpSettings:
    row = (await conn.execute(_GET, {"event": event_id})).one_or_none()
    return RsvpSettings() if row is None else RsvpSettings(**row._mapping)


async def save(conn: AsyncConnection, event_id: int, settings: RsvpSettings) -> None:
    """Store the settings; a deadline among them is to be seen to when it comes."""
    closing = settings.deadline is not None
    await upsert(
        conn,
        rsvp_settings,
        [asdict(settings) | {"event_id": event_id, "closing": closing}],
        lambda new: {name: new[name] for name in (*_FIELDS, "closing")},
    )


async def closing(conn: AsyncConnection, now: datetime) -> list[int]:
    """The planned events whose deadline has come by `now` and was not seen to, by id."""
    query = (
        sa.select(rsvp_settings.c.event_id)
        .join(events)
        .where(_CLOSING, PLANNED, rsvp_settings.c.deadline <= now)
        .order_by(rsvp_settings.c.event_id)
    )
    return list(await conn.scalars(query))


async def is_closed(conn: AsyncConnection, event_id: int) -> bool:
    """Whether the event had a deadline that came and was seen to."""
    passed = rsvp_settings.c.deadline.is_not(None) & ~_CLOSING
    own = sa.select(rsvp_settings.c.event_id).where(rsvp_settings.c.event_id == event_id, passed)
    return await conn.scalar(own) is not None


async def settle_closing(conn: AsyncConnection, event_id: int) -> None:
    own = rsvp_settings.c.event_id == event_id
    await conn.execute(sa.update(rsvp_settings).where(own).values(closing=False))


async def next_closing(conn: AsyncConnection) -> datetime | None:
    """The next deadline of a planned event that was not seen to."""
    query = sa.select(sa.func.min(rsvp_settings.c.deadline)).join(events).where(_CLOSING, PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found
