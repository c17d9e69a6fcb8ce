"""Posts that wait in an event's feed become the next message of its channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, Lane, NewDelivery
from bot.domain.earliest import earliest
from bot.domain.feed import POSTS_IN_A_MESSAGE, next_message
from bot.domain.posts import Post
from bot.domain.quiet import quiet_until
from bot.services.conversation import referred_ids
from db import chat_posts, contexts, deliveries, feed, posts
from db.chat_posts import WaitingAnswers
from db.feed import WaitingFeed

Waiting = WaitingFeed | WaitingAnswers

# Discord limits edits of messages older than an hour; counts change too often to be worth more.
RECOUNTED_FOR = timedelta(minutes=55)
RECOUNTED_EVERY = timedelta(minutes=10)


async def open_feeds(conn: AsyncConnection, now: datetime) -> list[Waiting]:
    """The feeds with posts to mirror now, in an event's channel or a question's thread: neither
    paused nor in their quiet hours."""
    return [each for each in await _feeds(conn) if _opens_at(each, now) is None]


async def next_opening(conn: AsyncConnection, now: datetime) -> datetime | None:
    """When the first of the quiet hours that hold back posts at `now` are over."""
    return earliest(*[_opens_at(each, now) for each in await _feeds(conn)])


async def _feeds(conn: AsyncConnection) -> list[Waiting]:
    return [*await feed.events_waiting(conn), *await chat_posts.threads_waiting(conn)]


async def _waiting(conn: AsyncConnection, where: Waiting) -> list[Post]:
    if isinstance(where, WaitingAnswers):
        return await chat_posts.waiting(conn, where.chat_id, where.number, POSTS_IN_A_MESSAGE)
    return await feed.waiting(conn, where.event_id, POSTS_IN_A_MESSAGE)


def _opens_at(waiting: Waiting, now: datetime) -> datetime | None:
    return None if waiting.quiet is None else quiet_until(waiting.quiet, now)


async def next_feed_message(conn: AsyncConnection, lane: Lane, now: datetime) -> Delivery | None:
    """Put the oldest waiting posts of a channel's feeds into one new delivery.

    It is made as late as this, so that posts share a message exactly when many wait.
    """
    if lane.channel_id is None:
        return None
    for event in await open_feeds(conn, now):
        if event.channel_id != lane.channel_id:
            continue
        chosen = next_message(await _ready(conn, await _waiting(conn, event)))
        if not chosen:
            continue
        new = NewDelivery(
            guild_id=event.guild_id,
            event_id=event.event_id,
            kind="feed",
            channel_id=event.channel_id,
        )
        delivery_id = await deliveries.add(conn, new, now)
        if delivery_id is None:
            raise AssertionError("a delivery without a key is always new")
        await feed.mirror(conn, event.event_id, [post.id for post in chosen], delivery_id)
        return await deliveries.get(conn, delivery_id)
    return None


async def bring_up_to_date(conn: AsyncConnection, news: posts.News, now: datetime) -> None:
    """Change the messages that show posts of which X told something else than before."""
    if news.changed:
        await deliveries.touch(conn, await feed.showing(conn, news.changed), now)
    if news.recounted:
        recountable = await feed.recountable(
            conn,
            news.recounted,
            sent_after=now - RECOUNTED_FOR,
            asked_before=now - RECOUNTED_EVERY,
        )
        await deliveries.touch(conn, recountable, now)


async def _ready(conn: AsyncConnection, waiting: Sequence[Post]) -> Sequence[Post]:
    """Those that can go now: none that waits for what it answers or quotes, nor what is behind."""
    wanted = await contexts.wanted_among(conn, referred_ids(waiting))
    return list(takewhile(lambda post: wanted.isdisjoint(referred_ids([post])), waiting))
