"""What was said earlier, or elsewhere: it joins an event's history without being mirrored."""

from __future__ import annotations

from bot.domain.posts import Batch
from bot.services.ingest import showable, tie
from db import feed, people, posts
from db.engine import Database


async def keep(database: Database, batch: Batch, event_id: int) -> None:
    """Store a batch for one event. Keeping it again changes nothing.

    People who are known stay as they are known: an archive may be years old.
    """
    shown, context = showable(batch, batch.posts), showable(batch, batch.context)
    rows = [(event_id, post.id, "repost" if post.is_repost else "imported") for post in shown]
    async with database.begin() as conn:
        await people.add(conn, batch.authors)
        await posts.save(conn, (*shown, *context))
        await tie(conn, batch, shown, context)
        await feed.add(conn, rows)
