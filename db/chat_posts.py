"""Posts that belong to a tweet chat's questions, and where those that wait are to stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Placed
from bot.domain.posts import Post
from bot.domain.quiet import QuietHours
from db.events import PLANNED
from db.feed import WAITING, quiet_of
from db.lookup import rows_of
from db.posts import post_of
from db.schema import deliveries, events, feed, feed_settings, posts
from db.schema_chat import chat_posts, chat_questions, chats
from db.upsert import add_missing

_QUESTION_OF = sa.and_(
    chat_questions.c.chat_id == chat_posts.c.chat_id,
    chat_questions.c.number == chat_posts.c.number,
)
_FEED_OF = sa.and_(feed.c.event_id == chats.c.event_id, feed.c.post_id == chat_posts.c.post_id)
# A thread that is still to be opened has no place yet; one that will never be, or that is gone,
# leaves its answers to the event's channel.
_PLACE = sa.case(
    (deliveries.c.message_id.is_not(None), deliveries.c.message_id),
    (chat_questions.c.state == "planned", None),
    (deliveries.c.state.in_(("waiting", "sending")), None),
    else_=events.c.channel_id,
)
# Asked for at every turn of the sender, so they are put together once.
_THREADS_WAITING = (
    sa.select(
        events.c.id,
        _PLACE.label("place"),
        events.c.guild_id,
        chat_posts.c.chat_id,
        chat_posts.c.number,
        events.c.zone,
        feed_settings.c.quiet_start,
        feed_settings.c.quiet_end,
    )
    .select_from(
        events.join(feed, (feed.c.event_id == events.c.id) & (feed.c.state == "answer"))
        .join(chats, chats.c.event_id == events.c.id)
        .join(
            chat_posts,
            (chat_posts.c.chat_id == chats.c.id) & (chat_posts.c.post_id == feed.c.post_id),
        )
        .join(chat_questions, _QUESTION_OF)
        .outerjoin(deliveries, deliveries.c.id == chat_questions.c.thread_id)
        .outerjoin(feed_settings, feed_settings.c.event_id == events.c.id)
    )
    .where(PLANNED, feed_settings.c.paused.is_not(True), _PLACE.is_not(None))
    .order_by(chat_posts.c.chat_id, chat_posts.c.number)
    .distinct()
)
_WAITING = (
    sa.select(posts)
    .join(chat_posts, chat_posts.c.post_id == posts.c.id)
    .join(chats, chats.c.id == chat_posts.c.chat_id)
    .join(feed, _FEED_OF)
    .where(
        chat_posts.c.chat_id == sa.bindparam("chat"),
        chat_posts.c.number == sa.bindparam("number"),
        feed.c.state == "answer",
    )
    .order_by(posts.c.id)
    .limit(sa.bindparam("most"))
)


class WaitingAnswers(NamedTuple):
    """A question with posts to mirror, and where they go: its thread, if there is one to be had."""

    event_id: int
    channel_id: int
    guild_id: int
    chat_id: int
    number: int
    quiet: QuietHours | None = None


async def add(conn: AsyncConnection, placed: Iterable[tuple[int, Placed]]) -> None:
    """Note to which questions posts belong; those of which that is known stay where they are."""
    rows = [
        {"chat_id": each.chat_id, "post_id": post_id, "number": each.number, "role": each.role}
        for post_id, each in placed
    ]
    await add_missing(conn, chat_posts, rows)


async def among(
    conn: AsyncConnection, chat_ids: Collection[int], post_ids: Collection[int]
) -> dict[int, Placed]:
    """Those of these posts that belong to the chats' questions, and all posts that ask one."""
    query = sa.select(chat_posts).where(chat_posts.c.chat_id.in_(chat_ids))
    found = list(await conn.execute(query.where(chat_posts.c.role == "question")))
    found += await rows_of(conn, query, chat_posts.c.post_id, post_ids)
    return {row.post_id: Placed(row.chat_id, row.number, row.role) for row in found}


async def of_event(conn: AsyncConnection, event_id: int, post_ids: Collection[int]) -> set[int]:
    """Those of these posts that belong to questions of the event's chats."""
    query = sa.select(chat_posts.c.post_id).join(chats, chats.c.id == chat_posts.c.chat_id)
    own = query.where(chats.c.event_id == event_id)
    return {row.post_id for row in await rows_of(conn, own, chat_posts.c.post_id, post_ids)}


async def threads_waiting(conn: AsyncConnection) -> list[WaitingAnswers]:
    """Questions whose answers can be mirrored now. Feeds that are paused do not count."""
    return [
        WaitingAnswers(event_id, place, guild_id, chat_id, number, quiet_of(*hours))
        for event_id, place, guild_id, chat_id, number, *hours in await conn.execute(
            _THREADS_WAITING
        )
    ]


async def waiting(conn: AsyncConnection, chat_id: int, number: int, limit: int) -> list[Post]:
    """A question's first posts that wait to be mirrored, oldest first."""
    given = {"chat": chat_id, "number": number, "most": limit}
    return [post_of(row) for row in await conn.execute(_WAITING, given)]


async def put_back(conn: AsyncConnection, delivery_id: int) -> None:
    """Let the posts of a delivery that cannot go out wait for another."""
    await conn.execute(
        sa.update(feed)
        .where(feed.c.delivery_id == delivery_id)
        .values(state="answer", delivery_id=None)
    )


async def answers_of(conn: AsyncConnection, chat_id: int) -> dict[int, list[Post]]:
    """The answers that people can see, or are about to, by the number of their question."""
    query = (
        sa.select(posts, chat_posts.c.number)
        .join(chat_posts, chat_posts.c.post_id == posts.c.id)
        .join(chats, chats.c.id == chat_posts.c.chat_id)
        .join(feed, _FEED_OF)
        .where(
            chat_posts.c.chat_id == chat_id,
            chat_posts.c.role == "answer",
            feed.c.state.in_((*WAITING, "mirrored")),
        )
        .order_by(posts.c.id)
    )
    found: dict[int, list[Post]] = {}
    for row in await conn.execute(query):
        found.setdefault(row.number, []).append(post_of(row))
    return found
