"""What people say under the hashtag that could be answered, and who answered it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.openings import MARKS
from bot.domain.posts import Post
from db.feed import WAITING
from db.lookup import chunks, rows_of
from db.posts import post_of
from db.schema import events, feed, interactions, posts
from db.schema_chat import chat_posts
from db.schema_noise import verdicts

_ANSWERS = ("reply", "quote")


def _standing(event_id: int, since: datetime, most: int) -> sa.Select[tuple[object, ...]]:
    """The newest conversation that stands in an event's channel, or is on its way there."""
    talk = (verdicts.c.kind == "conversation") | verdicts.c.kind.is_(None)
    return (
        sa.select(posts)
        .join(feed, feed.c.post_id == posts.c.id)
        .outerjoin(verdicts, verdicts.c.post_id == posts.c.id)
        .where(
            feed.c.event_id == event_id,
            feed.c.state.in_((*WAITING, "mirrored")),
            posts.c.created_at >= since,
            posts.c.reposted_id.is_(None),
            talk,
        )
        .order_by(posts.c.id.desc())
        .limit(most)
    )


async def latest(
    conn: AsyncConnection, event_id: int, author_ids: Collection[int], since: datetime, most: int
) -> list[Post]:
    """The newest posts of these people in an event's feed, oldest first; at most `most`.

    Conversation alone, and only what stands in the channel or is on its way there.
    """
    query = _standing(event_id, since, most)
    found = await rows_of(conn, query, posts.c.author_id, author_ids)
    return sorted((post_of(row) for row in found), key=lambda post: post.id)[-most:]


async def questions(conn: AsyncConnection, event_id: int, since: datetime, most: int) -> list[Post]:
    """As `latest`, of everybody: the newest posts with a question mark in them, but for those that
    belong to a tweet chat, where answers are known by their number."""
    asked = posts.c.body["text"].as_string()
    query = _standing(event_id, since, most).where(
        sa.or_(*(asked.contains(mark) for mark in MARKS)),
        ~sa.exists().where(chat_posts.c.post_id == posts.c.id),
    )
    return sorted((post_of(row) for row in await conn.execute(query)), key=lambda post: post.id)


async def answered_by(
    conn: AsyncConnection, post_ids: Collection[int]
) -> dict[int, frozenset[int]]:
    """The X ids of those who replied to these posts, or quoted them, by the ids as given."""
    query = sa.select(interactions.c.other_post_id, interactions.c.author_id).where(
        interactions.c.kind.in_(_ANSWERS)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in await rows_of(conn, query, interactions.c.other_post_id, post_ids):
        found[row.other_post_id].add(row.author_id)
    return {post_id: frozenset(people) for post_id, people in found.items()}


async def said_by(
    conn: AsyncConnection, guild_id: int, person_ids: Collection[int], most_each: int
) -> dict[int, list[Post]]:
    """The newest posts of each of these people in a guild's feeds, newest first, at most so many
    of each. Reposts and what proves an account are not theirs to be taken at."""
    newest = sa.func.row_number().over(partition_by=posts.c.author_id, order_by=posts.c.id.desc())
    in_guild = sa.exists().where(
        feed.c.post_id == posts.c.id,
        feed.c.event_id == events.c.id,
        feed.c.state != "proof",
        events.c.guild_id == guild_id,
    )
    found: defaultdict[int, list[Post]] = defaultdict(list)
    for chunk in chunks(person_ids):
        own = posts.c.author_id.in_(chunk) & posts.c.reposted_id.is_(None) & in_guild
        ranked = sa.select(posts.c.id, newest.label("rank")).where(own).subquery()
        query = (
            sa.select(posts)
            .join(ranked, ranked.c.id == posts.c.id)
            .where(ranked.c.rank <= most_each)
            .order_by(posts.c.id.desc())
        )
        for row in await conn.execute(query):
            found[row.author_id].append(post_of(row))
    return dict(found)
