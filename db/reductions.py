"""How far events that are long over have been reduced to counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from db.lookup import rows_of
from db.pending import NOW
from db.schema import events, feed
from db.schema_retention import reductions
from db.upsert import upsert

# A tweetup that was put off when it was reduced may have got another end since.
_TO_REDUCE = ~sa.exists().where(
    reductions.c.event_id == events.c.id, reductions.c.ended_at == events.c.ends_at
)
# Posts can come late, from an archive for one.
_POSTS_LEFT = sa.exists().where(feed.c.event_id == reductions.c.event_id)
PENDING = sa.exists().select_from(events)
# Asked for whenever the timetable wakes, so they are put together once.
_LATE = reductions.c.next_at.is_(None) & _POSTS_LEFT
_UNDER_WAY = (
    sa.select(reductions.c.event_id)
    .where((reductions.c.next_at <= NOW) | _LATE)
    .order_by(reductions.c.event_id)
    .limit(1)
)
_NEXT_TURN = sa.select(sa.func.min(sa.case((_LATE, NOW), else_=reductions.c.next_at)))
_NEXT_END = sa.select(sa.func.min(events.c.ends_at)).where(_TO_REDUCE)


async def due(conn: AsyncConnection, ended_before: datetime) -> int | None:
    """The event that ended first of those to be reduced which ended by then."""
    query = sa.select(events.c.id).where(_TO_REDUCE, events.c.ends_at <= ended_before)
    found: int | None = await conn.scalar(query.order_by(events.c.ends_at, events.c.id).limit(1))
    return found


async def among(conn: AsyncConnection, event_ids: Collection[int]) -> set[int]:
    """Those of these events of which counts alone are kept."""
    query = sa.select(reductions.c.event_id).join(events)
    query = query.where(reductions.c.ended_at == events.c.ends_at)
    return {row.event_id for row in await rows_of(conn, query, events.c.id, event_ids)}


async def begin(conn: AsyncConnection, event: Event, now: datetime) -> None:
    """Note that of an event counts are kept from now on; its posts go next."""
    row = {"event_id": event.id, "ended_at": event.ends_at, "next_at": now}
    await upsert(
        conn,
        reductions,
        [row],
        lambda new: {"ended_at": new.ended_at, "next_at": new.next_at},
    )


async def under_way(conn: AsyncConnection, now: datetime) -> int | None:
    """A reduced event of which posts are to go now."""
    found: int | None = await conn.scalar(_UNDER_WAY, {"now": now})
    return found


async def go_on(conn: AsyncConnection, event_id: int, at: datetime | None) -> None:
    """Let the next posts of an event go at that time; None when there are none left."""
    own = reductions.c.event_id == event_id
    await conn.execute(sa.update(reductions).where(own).values(next_at=at))


async def next_end(conn: AsyncConnection) -> datetime | None:
    """When the first event ends, or ended, that is not reduced."""
    found: datetime | None = await conn.scalar(_NEXT_END)
    return found


async def next_turn(conn: AsyncConnection, now: datetime) -> datetime | None:
    """When the next posts of reduced events are to go: at `now` where some have come late."""
    found: datetime | None = await conn.scalar(_NEXT_TURN, {"now": now})
    return found
