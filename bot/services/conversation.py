"""Mirrored posts with what they answer and quote, as a message shows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import FeedEntry, FeedMessage, Referred, Relation
from bot.domain.deliveries import Delivery, MessageRef
from bot.domain.feed import continues
from bot.domain.posts import ANYBODY, Author, Post
from db import contexts, feed, people, posts


async def feed_message(conn: AsyncConnection, delivery: Delivery) -> FeedMessage | None:
    """The posts that share a delivery; None when none is left."""
    chosen = await feed.posts_of(conn, delivery.id)
    if not chosen and not delivery.wanted:
        return _to_look_for(delivery)
    if not chosen or delivery.event_id is None:
        return None
    around = await _around(conn, delivery.event_id, chosen)
    authors = await authors_of(conn, chosen)
    pairs = zip(chosen, (None, *chosen[:-1]), strict=True)
    return FeedMessage(
        tuple(around.entry(post, authors[post.author_id], before) for post, before in pairs)
    )


def _to_look_for(delivery: Delivery) -> FeedMessage | None:
    """A message that may stand with posts we no longer have: their ids are enough to find it."""
    ids: Any = delivery.about.get("posts", ())
    nobody, long_ago = Author(0, ANYBODY, ""), datetime.min.replace(tzinfo=UTC)
    blank = [Post(post_id, nobody.id, "", long_ago) for post_id in ids]
    return FeedMessage(tuple(FeedEntry(post, nobody) for post in blank)) if blank else None


async def authors_of(conn: AsyncConnection, chosen: Collection[Post]) -> dict[int, Author]:
    """The posts' authors; one X told us nothing of has no name, and anybody's handle."""
    known = await people.get_many(conn, {post.author_id for post in chosen})
    return {
        post.author_id: known.get(post.author_id) or Author(post.author_id, ANYBODY, "")
        for post in chosen
    }


def referred_ids(chosen: Collection[Post]) -> set[int]:
    """The posts that these answer or quote, by the ids they name."""
    named = {post.reply_to_id for post in chosen} | {post.quoted_id for post in chosen}
    return {post_id for post_id in named if post_id is not None}


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds the posts of a message, by the ids they name it by.

    `here` are the ids of the message's own posts, `messages` those that mirror others.
    """

    here: Collection[int]
    messages: dict[int, MessageRef]
    shown: dict[int, Referred]
    unavailable: Collection[int]

    def entry(self, post: Post, author: Author, before: Post | None) -> FeedEntry:
        parent, quoted = post.reply_to_id, post.quoted_id
        follows = parent in self.here
        message = None if parent is None or follows else self.messages.get(parent)
        named: dict[Relation, int | None] = {"reply_to": parent, "quoted": quoted}
        return FeedEntry(
            post,
            author,
            parent=message,
            context=None if message or follows else self.shown.get(parent or 0),
            quoted=self.shown.get(quoted or 0),
            follows=follows,
            continues=before is not None and continues(post, before),
            unavailable=frozenset(k for k, other in named.items() if other in self.unavailable),
        )


async def _around(conn: AsyncConnection, event_id: int, chosen: Sequence[Post]) -> _Around:
    named = referred_ids(chosen)
    firsts = await posts.first_versions(conn, named)
    stored_as = {post_id: firsts.get(post_id, post_id) for post_id in named}
    stored = await posts.get_many(conn, set(stored_as.values()))
    authors = await authors_of(conn, stored.values())
    messages = await feed.messages_of(conn, event_id, set(stored_as.values()))
    hidden = {p.id for p in stored.values() if p.withheld or authors[p.author_id].protected}
    here = {post.id for post in chosen}
    return _Around(
        here={name for name, post_id in stored_as.items() if post_id in here},
        messages={n: messages[post_id] for n, post_id in stored_as.items() if post_id in messages},
        shown={
            name: Referred(stored[post_id], authors[stored[post_id].author_id])
            for name, post_id in stored_as.items()
            if post_id in stored and post_id not in hidden and stored[post_id].text
        },
        unavailable=(await contexts.unavailable_among(conn, named - stored.keys()))
        | {name for name, post_id in stored_as.items() if post_id in hidden},
    )
