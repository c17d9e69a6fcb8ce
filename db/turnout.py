"""What is known before an event of those who answered, beside their answers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import feed, posts, rsvps


async def answered_at(conn: AsyncConnection, event_id: int) -> dict[int, datetime]:
    """Since when members stand as they do."""
    query = sa.select(rsvps.c.member_id, rsvps.c.changed_at).where(rsvps.c.event_id == event_id)
    return {row.member_id: row.changed_at for row in await conn.execute(query)}


async def wrote(conn: AsyncConnection, event_id: int, before: datetime) -> set[int]:
    """The X ids of those who wrote or reposted something under an event's hashtag, but for
    posts that prove accounts."""
    query = (
        sa.select(posts.c.author_id)
        .join(feed)
        .where(feed.c.event_id == event_id, feed.c.state != "proof", posts.c.created_at < before)
        .distinct()
    )
    return set(await conn.scalars(query))
