"""How many posts left events' feeds because they are gone from X; nobody's words stand here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import rows_of
from db.schema import feed
from db.schema_noise import removals

# Reposts are only counted anyway, and whoever proved an account was promised not to be shown.
_COUNTED = feed.c.state.not_in(("repost", "proof"))


async def note(conn: AsyncConnection, post_ids: Collection[int], at: datetime) -> None:
    """Note that these posts are about to leave the feeds they are in."""
    query = sa.select(feed.c.event_id, feed.c.post_id).where(_COUNTED)
    counted: dict[int, int] = {}
    for row in await rows_of(conn, query, feed.c.post_id, post_ids):
        counted[row.event_id] = counted.get(row.event_id, 0) + 1
    rows = [{"event_id": each, "at": at, "posts": n} for each, n in sorted(counted.items())]
    if rows:
        await conn.execute(sa.insert(removals), rows)


async def count(conn: AsyncConnection, event_id: int, since: datetime) -> tuple[int, int]:
    """How many posts have left an event's feed in all, and since then."""
    lately = sa.case((removals.c.at >= since, removals.c.posts), else_=0)
    query = sa.select(
        sa.func.coalesce(sa.func.sum(removals.c.posts), 0),
        sa.func.coalesce(sa.func.sum(lately), 0),
    ).where(removals.c.event_id == event_id)
    in_all, of_late = (await conn.execute(query)).one()
    return int(in_all), int(of_late)
