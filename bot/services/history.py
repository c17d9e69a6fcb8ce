"""What was said earlier, or elsewhere: it joins an event's history without being mirrored."""

from __future__ import annotations

from bot.domain.posts import Batch, as_one
from bot.services.filing import judge_again, verdicts_on
from bot.services.ingest import tie
from db import feed, people, posts
from db.engine import Database


async def keep(database: Database, batch: Batch, event_id: int) -> None:
    """Store a batch for one event. Keeping it again changes nothing.

    People who are known stay as they are known: an archive may be years old.
    """
    shown = as_one(batch.showable(batch.posts))
    told = as_one((*shown, *batch.showable(batch.context)))
    rows = [(event_id, post.id, "repost" if post.is_repost else "imported") for post in shown]
    async with database.begin() as conn:
        await people.add(conn, batch.authors)
        news = await posts.save(conn, told)
        await posts.note_versions(conn, told)
        await tie(conn, batch, shown, told, news)
        await judge_again(conn, news.changed)
        await verdicts_on(conn, shown, news.new)
        await feed.add(conn, rows)
