"""Posts come in: stored once, tied to the people they turn to, and put into events' feeds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.domain.interactions import interactions_of
from bot.domain.posts import Batch, Followed, Post, as_one, handle_key, normalise_hashtag
from bot.ports import Clock
from bot.services.account_links import AccountLinks
from bot.services.chat_answers import gather
from bot.services.conversation import referred_ids
from bot.services.deliver import Deliver
from bot.services.feed import bring_up_to_date
from bot.services.filing import FeedRow, ask_organisers, sort, sort_again
from db import contexts, cursors, feed, gaps, hashtags, interactions, people, posts
from db.engine import Database
from db.hashtags import Following

log = structlog.get_logger(__name__)


class Ingest:
    """Takes batches from a source. A batch, and the source's cursor with it, is stored as one.

    `on_wanted` is called when posts may be wanted that others answer or quote; without it nobody
    looks them up, and nothing waits for them. `on_due` is called when posts were folded away,
    or accounts proved.
    """

    on_wanted: Callable[[], None] | None = None
    on_due: Callable[[], None] = staticmethod(lambda: None)

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
        context = batch.showable(batch.context)
        now = self._clock.now()
        async with self._database.begin() as conn:
            # What others refer to may be under the hashtag as well, and simply be late: it goes
            # out before them.
            tags = {tag for each in (*batch.posts, *context) for tag in _hashtags(batch, each)}
            following = await hashtags.events_following(conn, tags)
            late = _followed(batch, context, following)
            shown = as_one((*batch.showable(batch.posts), *late))
            told = as_one((*shown, *context))
            await people.save(conn, batch.authors)
            news = await posts.save(conn, told)
            await posts.note_versions(conn, told)
            # A post may have come before as what another one refers to: only now does it count.
            await tie(conn, batch, shown, told, news)
            proofs = await self._links.prove_from(conn, shown, now)
            rows = _feed_rows(batch, shown, proofs, following)
            rows = await gather(conn, rows, shown, batch.authors)
            await sort_again(conn, news.changed, now)
            rows = await sort(conn, rows, shown, news.new)
            await feed.add(conn, rows, now)
            await ask_organisers(conn, {each for _, each, state in rows if state == "held"}, now)
            await self._settle_contexts(conn, batch, told, rows)
            await bring_up_to_date(conn, news, now)
            await gaps.note(conn, batch.gaps)
            if batch.cursor is not None:
                await cursors.move(conn, batch.source, batch.cursor, now)
        for post in shown:
            if post.id in news.new:
                metrics.POST_LAG.observe((now - post.created_at).total_seconds())
        if shown:
            log.info(
                "posts stored", source=batch.source, new=len(news.new), received=len(batch.posts)
            )
        if told or batch.missing:
            self._deliver.wake()
            if proofs or any(state == "folded" for _, _, state in rows):
                self.on_due()
            if self.on_wanted is not None:
                self.on_wanted()

    async def _settle_contexts(
        self,
        conn: AsyncConnection,
        batch: Batch,
        told: list[Post],
        rows: list[FeedRow],
    ) -> None:
        """Note what is known now of the posts that others refer to, and what is to be asked for."""
        now = self._clock.now()
        kept = _versions(told)
        await contexts.fetched(conn, kept)
        await contexts.unavailable(conn, (_versions(batch.context) - kept) | {*batch.missing}, now)
        waiting = {post_id for _, post_id, state in rows if state in feed.WAITING}
        named = referred_ids([post for post in told if post.id in waiting])
        if self.on_wanted is not None and named:
            await contexts.want(conn, named - await posts.stored(conn, named), now)


async def tie(
    conn: AsyncConnection, batch: Batch, shown: list[Post], told: list[Post], news: posts.News
) -> None:
    """Note who turned to whom in posts that are stored."""
    await interactions.drop(conn, news.changed & {post.id for post in shown})
    made = [i for post in shown for i in interactions_of(post)]
    await interactions.add(conn, made)
    await interactions.resolve(
        conn,
        posts={version: p.author_id for p in told for version in (p.id, *p.edits)},
        handles={handle_key(author.handle): author.id for author in batch.authors},
        unresolved={p.id for p in told if p.id not in news.new}
        | {i.post_id for i in made if i.other_id is None},
    )


def _followed(
    batch: Batch, context: list[Post], following: Mapping[str, list[Following]]
) -> list[Post]:
    """Those of these posts that events follow by their own hashtags."""
    if batch.hashtag is not None:
        return []
    return [
        post
        for post in context
        if any(
            _counts(event, post.created_at)
            for tag in _hashtags(batch, post)
            for event in following.get(tag, ())
        )
    ]


def _feed_rows(
    batch: Batch,
    shown: list[Post],
    proofs: Collection[int],
    following: Mapping[str, list[Following]],
) -> list[FeedRow]:
    return [
        (event.event_id, post.id, _state(post, proofs))
        for post in shown
        for tag in _hashtags(batch, post)
        for event in following.get(tag, ())
        if batch.hashtag is not None or _counts(event, post.created_at)
    ]


def _versions(posts: Iterable[Post]) -> set[int]:
    """All ids these posts go by."""
    return {version for post in posts for version in (post.id, post.shown_version, *post.edits)}


def _hashtags(batch: Batch, post: Post) -> frozenset[str]:
    own = _normalised(post.hashtags)
    return own if batch.hashtag is None else own | {batch.hashtag}


@lru_cache(maxsize=1024)
def _normalised(hashtags: tuple[str, ...]) -> frozenset[str]:
    found = map(normalise_hashtag, hashtags)
    return frozenset(tag for tag in found if tag is not None)


def _counts(event: Following, at: datetime) -> bool:
    return event.since <= at < event.until


def _state(post: Post, proofs: Collection[int]) -> str:
    if post.id in proofs:
        return "proof"
    return "repost" if post.is_repost else "waiting"
