"""Which posts are under which event's hashtag, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef
from bot.domain.posts import Post
from bot.domain.quiet import QuietHours
from db.events import FOLLOWED
from db.lookup import chunks, rows_of
from db.posts import post_of
from db.schema import (
    deliveries,
    events,
    feed,
    feed_settings,
    hashtags,
    interactions,
    posts,
    versions,
)
from db.upsert import New, Writing

# To be mirrored: in the event's channel, or where the answers to a chat's question are.
WAITING = ("waiting", "answer")

# Asked for at every turn of the sender, so they are put together once.
_EVENTS_WAITING = (
    sa.select(
        events.c.id,
        events.c.channel_id,
        events.c.guild_id,
        events.c.zone,
        feed_settings.c.quiet_start,
        feed_settings.c.quiet_end,
    )
    .outerjoin(feed_settings)
    .where(
        FOLLOWED,
        feed_settings.c.paused.is_not(True),
        sa.exists().where(feed.c.event_id == events.c.id, feed.c.state == "waiting"),
    )
    .order_by(events.c.id)
)
_WAITING = (
    sa.select(posts)
    .join(feed)
    .where(feed.c.event_id == sa.bindparam("event"), feed.c.state == "waiting")
    .order_by(feed.c.post_id)
    .limit(sa.bindparam("most"))
)


def _told_anew(new: New) -> dict[str, sa.ColumnElement[Any]]:
    return {name: new[name] for name in ("state", "seen_at", "folded_at")}


def _was_imported(new: New) -> sa.ColumnElement[bool]:
    return (feed.c.state == "imported") & (new.state != "imported")


_ROWS = Writing(
    feed,
    ("event_id", "post_id", "state", "seen_at", "folded_at"),
    _told_anew,
    only_if=_was_imported,
)


class WaitingFeed(NamedTuple):
    """A planned event with posts to mirror, and where they go."""

    event_id: int
    channel_id: int
    guild_id: int
    quiet: QuietHours | None = None


async def add(
    conn: AsyncConnection, rows: Iterable[tuple[int, int, str]], seen_at: datetime | None = None
) -> None:
    """Put posts into feeds: (event id, post id, state); those that are in one stay as they are.

    Only one that was imported takes the new state: it was never shown.
    """
    given = [
        (event_id, post_id, state, seen_at, seen_at if state == "folded" else None)
        for event_id, post_id, state in rows
    ]
    await _ROWS.write(conn, given)


async def waiting(conn: AsyncConnection, event_id: int, limit: int) -> list[Post]:
    """The event's first posts that wait to be mirrored, oldest first."""
    given = {"event": event_id, "most": limit}
    return [post_of(row) for row in await conn.execute(_WAITING, given)]


async def events_waiting(conn: AsyncConnection) -> list[WaitingFeed]:
    """Those that are paused do not count."""
    return [_waiting_feed(*row) for row in await conn.execute(_EVENTS_WAITING)]


async def mirror(
    conn: AsyncConnection, event_id: int, post_ids: Collection[int], delivery_id: int
) -> None:
    """Note that waiting posts go out in a delivery."""
    for chunk in chunks(post_ids):
        await conn.execute(
            sa.update(feed)
            .where(
                feed.c.event_id == event_id,
                feed.c.post_id.in_(chunk),
                feed.c.state.in_(WAITING),
            )
            .values(state="mirrored", delivery_id=delivery_id)
        )


async def posts_of(conn: AsyncConnection, delivery_id: int) -> list[Post]:
    """The posts that share a delivery, oldest first."""
    query = sa.select(posts).join(feed).where(feed.c.delivery_id == delivery_id)
    return [post_of(row) for row in await conn.execute(query.order_by(feed.c.post_id))]


async def messages_of(
    conn: AsyncConnection, event_id: int, post_ids: Collection[int]
) -> dict[int, MessageRef]:
    """The messages that mirror these posts in an event's feed, by post; only those that stand."""
    query = (
        sa.select(feed.c.post_id, deliveries.c.stands_in, deliveries.c.message_id)
        .join(deliveries, feed.c.delivery_id == deliveries.c.id)
        .where(
            feed.c.event_id == event_id,
            feed.c.state == "mirrored",
            deliveries.c.message_id.is_not(None),
        )
    )
    return {
        row.post_id: MessageRef(row.stands_in, row.message_id)
        for row in await rows_of(conn, query, feed.c.post_id, post_ids)
    }


async def deliveries_of(conn: AsyncConnection, post_ids: Collection[int]) -> dict[int, list[int]]:
    """The deliveries that mirror these posts, or tell of them in a digest, each with those."""
    query = sa.select(feed.c.post_id, feed.c.delivery_id).where(feed.c.delivery_id.is_not(None))
    found: dict[int, list[int]] = defaultdict(list)
    for row in await rows_of(conn, query, feed.c.post_id, post_ids):
        found[row.delivery_id].append(row.post_id)
    return dict(found)


async def shown(conn: AsyncConnection, since: datetime) -> set[int]:
    """The posts that stand, or are to stand, in channels of events tracked at `since` or later;
    also those that can be read in a digest or by organisers."""
    query = sa.select(feed.c.post_id).where(
        feed.c.state.in_((*WAITING, "mirrored", "folded", "digested", "held")),
        _tracked_until(since),
    )
    return set(await conn.scalars(query))


async def kept(conn: AsyncConnection, since: datetime) -> set[int]:
    """All posts kept for events tracked at `since` or later, with those they refer to."""
    own = sa.select(feed.c.post_id).where(_tracked_until(since))
    referred = (
        sa.select(posts.c.id)
        .join(interactions, interactions.c.other_post_id == posts.c.id)
        .join(feed, feed.c.post_id == interactions.c.post_id)
        .where(_tracked_until(since))
    )
    return {*await conn.scalars(own), *await conn.scalars(referred)}


def _tracked_until(since: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(hashtags.c.event_id == feed.c.event_id, hashtags.c.until > since)


async def guilds_of(conn: AsyncConnection, post_ids: Collection[int]) -> dict[int, set[int]]:
    """The guilds in whose events' feeds these posts are, by post."""
    query = sa.select(feed.c.post_id, events.c.guild_id).join(events)
    found: dict[int, set[int]] = {}
    for row in await rows_of(conn, query, feed.c.post_id, post_ids):
        found.setdefault(row.post_id, set()).add(row.guild_id)
    return found


async def showing(conn: AsyncConnection, post_ids: Collection[int]) -> set[int]:
    """The deliveries in which these posts stand, mirrored or as what others answer or quote."""
    ids = set(post_ids)
    known_as = sa.select(versions.c.id).where(versions.c.post_id.in_(ids))
    mirrored = sa.select(feed.c.delivery_id).where(
        feed.c.post_id.in_(ids), feed.c.state == "mirrored"
    )
    referring = (
        sa.select(feed.c.delivery_id)
        .join(posts)
        .where(sa.or_(*(_refers(name, ids, known_as) for name in ("reply_to_id", "quoted_id"))))
    )
    found = await conn.scalars(sa.union(mirrored, referring))
    return {delivery_id for delivery_id in found if delivery_id is not None}


async def recountable(
    conn: AsyncConnection,
    post_ids: Collection[int],
    *,
    sent_after: datetime,
    asked_before: datetime,
) -> set[int]:
    """The deliveries that mirror these posts, of those sent after one time and unchanged since
    another."""
    query = (
        sa.select(feed.c.delivery_id)
        .join(deliveries, feed.c.delivery_id == deliveries.c.id)
        .where(
            feed.c.state == "mirrored",
            deliveries.c.sent_at > sent_after,
            deliveries.c.asked_at < asked_before,
        )
    )
    return {row.delivery_id for row in await rows_of(conn, query, feed.c.post_id, post_ids)}


def _refers(name: str, ids: set[int], known_as: sa.Select[tuple[int]]) -> sa.ColumnElement[bool]:
    referred = sa.cast(posts.c.body[name].as_string(), sa.BigInteger)
    return referred.in_(ids) | referred.in_(known_as)


async def counts(
    conn: AsyncConnection, event_id: int, since: datetime | None = None
) -> dict[str, int]:
    """How many of the event's posts, or of those made since then, are in which state; wherever
    they wait, they are waiting."""
    state = sa.case((feed.c.state.in_(WAITING), "waiting"), else_=feed.c.state).label("state")
    query = (
        sa.select(state, sa.func.count().label("posts"))
        .where(feed.c.event_id == event_id)
        .group_by(state)
    )
    if since is not None:
        query = query.join(posts).where(posts.c.created_at >= since)
    return {row.state: row.posts for row in await conn.execute(query)}


async def count_authors(conn: AsyncConnection, event_id: int) -> int:
    """How many people wrote the posts in an event's feed."""
    query = (
        sa.select(sa.func.count(posts.c.author_id.distinct()))
        .join(feed)
        .where(feed.c.event_id == event_id)
    )
    return int(await conn.scalar(query) or 0)


async def count_since(conn: AsyncConnection, event_id: int, start: datetime) -> int:
    """How many posts of an event's feed were made at `start` or later."""
    query = (
        sa.select(sa.func.count())
        .select_from(feed.join(posts))
        .where(feed.c.event_id == event_id, posts.c.created_at >= start)
    )
    return int(await conn.scalar(query) or 0)


async def last_seen(conn: AsyncConnection, event_id: int) -> tuple[datetime, datetime] | None:
    """When the newest post that a source brought was made, and when it was seen."""
    query = (
        sa.select(posts.c.created_at, feed.c.seen_at)
        .select_from(feed.join(posts))
        .where(feed.c.event_id == event_id, feed.c.seen_at.is_not(None))
        .order_by(feed.c.post_id.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else (row.created_at, row.seen_at)


def _waiting_feed(
    event_id: int,
    channel_id: int,
    guild_id: int,
    zone: str,
    quiet_start: time | None,
    quiet_end: time | None,
) -> WaitingFeed:
    return WaitingFeed(event_id, channel_id, guild_id, quiet_of(zone, quiet_start, quiet_end))


def quiet_of(zone: str, start: time | None, end: time | None) -> QuietHours | None:
    return None if start is None or end is None else QuietHours(start, end, zone)
