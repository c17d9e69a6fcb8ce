"""Everything an event's feed holds, one post after another."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Author, Post
from db.posts import post_of
from db.schema import feed, people, posts


class Kept(NamedTuple):
    """A post, what became of it in the feed, and its author where X told of them."""

    post: Post
    state: str
    author: Author | None


# Whoever proved an account by a post was promised that it is shown to nobody.
_SHOWN = feed.c.state != "proof"


async def of_event(conn: AsyncConnection, event_id: int, after: int, most: int) -> list[Kept]:
    """The next `most` posts of an event whose ids are above `after`, oldest first."""
    query = (
        sa.select(posts, feed.c.state, people.c.handle, people.c.name, people.c.avatar_url)
        .select_from(feed.join(posts).outerjoin(people, people.c.id == posts.c.author_id))
        .where(feed.c.event_id == event_id, feed.c.post_id > after, _SHOWN)
        .order_by(feed.c.post_id)
        .limit(most)
    )
    return [
        Kept(
            post_of(row),
            row.state,
            None
            if row.handle is None
            else Author(row.author_id, row.handle, row.name, row.avatar_url),
        )
        for row in await conn.execute(query)
    ]
