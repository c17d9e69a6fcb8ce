"""Posts and people of X go once nothing that is kept needs them.

A post is needed while it is in an event's feed, or a stored post answers, quotes or reposts it; a
person while a post, an interaction, a claim, an introduction or a filter names them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryKind
from db import posts as post_rows
from db.lookup import chunks, rows_of
from db.schema import (
    account_links,
    contexts,
    deliveries,
    feed,
    interactions,
    people,
    posts,
    versions,
)
from db.schema_chat import chat_posts, chats
from db.schema_introductions import introduction_members, introductions
from db.schema_noise import filter_people

# What shows posts, or what people on X did in them.
_OF_POSTS = ("feed", "digest", "held", "network")
_NAMING = (
    posts.c.author_id,
    interactions.c.author_id,
    interactions.c.other_id,
    account_links.c.person_id,
    account_links.c.seen_id,
    introduction_members.c.person_id,
    filter_people.c.person_id,
)


class Showing(NamedTuple):
    """A delivery that shows posts, and which of them are known to be in it."""

    delivery_id: int
    kind: DeliveryKind
    key: str | None
    post_ids: list[int]


_SHOWN = sa.exists().where(feed.c.post_id == posts.c.id)


async def showing(conn: AsyncConnection, event_id: int, limit: int) -> list[Showing]:
    """The oldest of an event's deliveries that show posts, or are to."""
    query = (
        sa.select(deliveries.c.id, deliveries.c.kind, deliveries.c.key)
        .where(
            deliveries.c.event_id == event_id,
            deliveries.c.kind.in_(_OF_POSTS),
            deliveries.c.wanted,
        )
        .order_by(deliveries.c.id)
        .limit(limit)
    )
    found = {row.id: Showing(row.id, row.kind, row.key, []) for row in await conn.execute(query)}
    in_them = sa.select(feed.c.delivery_id, feed.c.post_id)
    for row in await rows_of(conn, in_them, feed.c.delivery_id, found):
        found[row.delivery_id].post_ids.append(row.post_id)
    return list(found.values())


async def not_shown(conn: AsyncConnection, event_id: int, limit: int) -> list[int]:
    """Posts in an event's feed that no message shows, or is to show, any more."""
    shown = sa.exists().where(deliveries.c.id == feed.c.delivery_id, deliveries.c.wanted)
    query = sa.select(feed.c.post_id).where(feed.c.event_id == event_id, ~shown)
    return list(await conn.scalars(query.order_by(feed.c.post_id).limit(limit)))


async def leave_feed(conn: AsyncConnection, event_id: int, post_ids: Collection[int]) -> None:
    """Take posts out of an event's feed, and out of the chats under its hashtag."""
    of_event = chat_posts.c.chat_id.in_(sa.select(chats.c.id).where(chats.c.event_id == event_id))
    for chunk in chunks(post_ids):
        await conn.execute(sa.delete(chat_posts).where(of_event, chat_posts.c.post_id.in_(chunk)))
        own = (feed.c.event_id == event_id) & feed.c.post_id.in_(chunk)
        await conn.execute(sa.delete(feed).where(own))


async def erase_posts(conn: AsyncConnection, post_ids: Collection[int]) -> int:
    """Erase those of these posts that are not needed, and then what they alone needed; gives
    how many went."""
    erased, looked_at = 0, set(post_ids)
    while looked_at:
        known = await post_rows.get_many(conn, looked_at)
        needed = await _in_feeds(conn, known) | await _referred_to(conn, known)
        going = [post for post_id, post in known.items() if post_id not in needed]
        await post_rows.remove(conn, [post.id for post in going])
        erased += len(going)
        referred = {
            each
            for post in going
            for each in (post.reply_to_id, post.quoted_id, post.reposted_id)
            if each is not None
        }
        looked_at = referred | set((await post_rows.first_versions(conn, referred)).values())
    return erased


async def erase_loose_ends(conn: AsyncConnection, before: datetime) -> int:
    """Erase what nothing needs: posts made before a time, what is known of where posts are, and
    people. Gives how many people went."""
    in_feed = sa.exists().where(feed.c.post_id == posts.c.id)
    old = sa.select(posts.c.id).where(posts.c.created_at < before, ~in_feed)
    await erase_posts(conn, list(await conn.scalars(old)))
    asked = sa.select(contexts.c.post_id).where(contexts.c.asked_at < before)
    known = set(await conn.scalars(asked))
    for chunk in chunks(known - await _referred_to(conn, known)):
        await conn.execute(sa.delete(contexts).where(contexts.c.post_id.in_(chunk)))
    named = (sa.exists().where(column == people.c.id) for column in _NAMING)
    nobody = sa.and_(*(~each for each in named), people.c.id.not_in(await _shared(conn)))
    return (await conn.execute(sa.delete(people).where(nobody))).rowcount


async def _shared(conn: AsyncConnection) -> set[int]:
    """The people (X ids) whom introductions name as somebody both talked with."""
    bridges = sa.select(introductions.c.shared).where(introductions.c.kind == "bridge")
    return {person for shared in await conn.scalars(bridges) for person in shared}


async def _in_feeds(conn: AsyncConnection, post_ids: Collection[int]) -> set[int]:
    query = sa.select(feed.c.post_id).distinct()
    return {row.post_id for row in await rows_of(conn, query, feed.c.post_id, post_ids)}


async def _referred_to(conn: AsyncConnection, post_ids: Collection[int]) -> set[int]:
    """Those of these posts that one in a feed answers, quotes or reposts, by whichever version.

    What only stays to be shown above or below another asks for nothing in its turn: else a
    conversation that goes on for months would be kept from its beginning.
    """
    later = sa.select(versions.c.id, versions.c.post_id)
    by_version = {
        row.id: row.post_id for row in await rows_of(conn, later, versions.c.post_id, post_ids)
    }
    wanted = {*post_ids, *by_version}
    found: set[int] = set()
    for column in (_named("reply_to_id"), _named("quoted_id"), posts.c.reposted_id):
        query = sa.select(column.label("named")).where(_SHOWN).distinct()
        found |= {row.named for row in await rows_of(conn, query, column, wanted)}
    return {by_version.get(each, each) for each in found}


def _named(name: str) -> sa.ColumnElement[Any]:
    # Through text, for a JSON number of PostgreSQL's would be taken for a short one.
    return sa.cast(posts.c.body[name].as_string(), sa.BigInteger)
