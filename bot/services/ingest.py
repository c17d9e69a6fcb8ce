"""Posts come in: stored once, tied to the people they turn to, and put into events' feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.interactions import interactions_of
from bot.domain.posts import Batch, Followed, Post, handle_key, normalise_hashtag
from bot.ports import Clock
from bot.services.account_links import AccountLinks
from bot.services.deliver import Deliver
from db import cursors, feed, gaps, hashtags, interactions, people, posts
from db.engine import Database
from db.hashtags import Following

log = structlog.get_logger(__name__)


class Ingest:
    """Takes batches from a source. A batch, and the source's cursor with it, is stored as one."""

    def __init__(
        self, database: Database, clock: Clock, links: AccountLinks, deliver: Deliver
    ) -> None:
        self._database = database
        self._clock = clock
        self._links = links
        self._deliver = deliver

    async def followed(self) -> Collection[Followed]:
        async with self._database.read() as conn:
            return await hashtags.followed(conn, self._clock.now())

    async def cursor(self, source: str) -> str | None:
        async with self._database.read() as conn:
            return await cursors.get(conn, source)

    async def take(self, batch: Batch) -> None:
        """Store a batch and hand its posts to the feeds. Taking it again changes nothing."""
        shown, context = showable(batch, batch.posts), showable(batch, batch.context)
        now = self._clock.now()
        async with self._database.begin() as conn:
            await people.save(conn, batch.authors)
            new = await posts.save(conn, (*shown, *context))
            # A post may have come before as what another one refers to: only now does it count.
            await tie(conn, batch, shown, context)
            proofs = await self._links.prove_from(conn, shown, now)
            await feed.add(conn, await self._feed_rows(conn, batch, shown, proofs), now)
            await gaps.note(conn, batch.gaps)
            if batch.cursor is not None:
                await cursors.move(conn, batch.source, batch.cursor, now)
        if shown:
            log.info("posts stored", source=batch.source, new=len(new), received=len(batch.posts))
            self._deliver.wake()

    async def _feed_rows(
        self, conn: AsyncConnection, batch: Batch, shown: list[Post], proofs: Collection[int]
    ) -> list[tuple[int, int, str]]:
        wanted = {tag for post in shown for tag in _hashtags(batch, post)}
        following = await hashtags.events_following(conn, wanted)
        return [
            (event.event_id, post.id, _state(post, proofs))
            for post in shown
            for tag in _hashtags(batch, post)
            for event in following.get(tag, ())
            if batch.hashtag is not None or _counts(event, post.created_at)
        ]


async def tie(conn: AsyncConnection, batch: Batch, shown: list[Post], context: list[Post]) -> None:
    """Note who turned to whom in posts that are stored."""
    await interactions.add(conn, [i for post in shown for i in interactions_of(post)])
    await interactions.resolve(
        conn,
        posts={post.id: post.author_id for post in (*shown, *context)},
        handles={handle_key(author.handle): author.id for author in batch.authors},
    )


def showable(batch: Batch, posts: Iterable[Post]) -> list[Post]:
    """Posts X lets anybody show: not withheld, and not by a protected account."""
    protected = {author.id for author in batch.authors if author.protected}
    return [p for p in posts if not p.withheld and p.author_id not in protected]


def _hashtags(batch: Batch, post: Post) -> set[str]:
    found = {normalise_hashtag(tag) for tag in post.hashtags} | {batch.hashtag}
    return {tag for tag in found if tag is not None}


def _counts(event: Following, at: datetime) -> bool:
    return event.since <= at < event.until


def _state(post: Post, proofs: Collection[int]) -> str:
    if post.id in proofs:
        return "proof"
    return "repost" if post.is_repost else "waiting"
