"""Posts that are kept out of the conversation, or wait for somebody to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digests import DIGEST_AT
from bot.domain.filtering import Filed
from bot.domain.noise import Kind
from bot.domain.posts import Author, Post, handle_key
from bot.domain.quiet import QuietHours
from db.events import PLANNED
from db.lookup import chunks, rows_of
from db.posts import post_of
from db.schema import events, feed, feed_settings, people, posts
from db.schema_noise import filters, verdicts

# What may still become of a post: it stands nowhere yet, and nobody has turned it down.
OPEN: tuple[Filed, ...] = ("waiting", "answer", "folded", "held")
# Asked for whenever the timetable looks at its clock, so it is put together once.
_AT = sa.case(
    (filters.c.event_id.is_(None), sa.literal(DIGEST_AT, sa.Time)), else_=filters.c.digest_at
)
_FOLDED = (
    sa.select(sa.func.min(feed.c.folded_at))
    .where(feed.c.event_id == events.c.id, feed.c.state == "folded")
    .scalar_subquery()
)
_TO_DIGEST = (
    sa.select(
        events.c.id,
        events.c.zone,
        _AT.label("digest_at"),
        feed_settings.c.quiet_start,
        feed_settings.c.quiet_end,
        _FOLDED.label("since"),
    )
    .outerjoin(filters, filters.c.event_id == events.c.id)
    .outerjoin(feed_settings, feed_settings.c.event_id == events.c.id)
    .where(
        PLANNED,
        feed_settings.c.paused.is_not(True),
        _AT.is_not(None),
        sa.exists().where(feed.c.event_id == events.c.id, feed.c.state == "folded"),
    )
)
PENDING = sa.exists().where(feed.c.state == "folded")


class Folded(NamedTuple):
    """An event with posts for its digest, the first of them folded at `since`."""

    event_id: int
    zone: str
    digest_at: time
    quiet: QuietHours | None
    since: datetime


async def to_digest(conn: AsyncConnection) -> list[Folded]:
    """The planned events with posts for a digest that goes out by itself; not those paused."""
    return [
        Folded(
            row.id,
            row.zone,
            row.digest_at,
            None
            if row.quiet_start is None
            else QuietHours(row.quiet_start, row.quiet_end, row.zone),
            row.since,
        )
        for row in await conn.execute(_TO_DIGEST)
        if row.since is not None
    ]


async def folded(conn: AsyncConnection, event_id: int) -> set[int]:
    """The posts that wait for an event's next digest."""
    return set(await conn.scalars(_ids(event_id).where(feed.c.state == "folded")))


async def digest(
    conn: AsyncConnection, event_id: int, post_ids: Collection[int], delivery_id: int
) -> None:
    """Note that folded posts are told of in a delivery."""
    for chunk in chunks(post_ids):
        await conn.execute(
            _moving(event_id, chunk, ("folded",)).values(state="digested", delivery_id=delivery_id)
        )


async def begin_folding_at(conn: AsyncConnection, event_id: int, at: datetime) -> None:
    """Take what waits for the digest as folded just now."""
    own = (feed.c.event_id == event_id) & (feed.c.state == "folded")
    await conn.execute(sa.update(feed).where(own).values(folded_at=at))


async def kinds_of(conn: AsyncConnection, delivery_id: int) -> dict[Kind, int]:
    """How many posts of each kind a digest tells of."""
    query = (
        sa.select(verdicts.c.kind, sa.func.count().label("posts"))
        .join(feed, feed.c.post_id == verdicts.c.post_id)
        .where(feed.c.delivery_id == delivery_id, feed.c.state == "digested")
        .group_by(verdicts.c.kind)
    )
    return {row.kind: row.posts for row in await conn.execute(query)}


async def digested(conn: AsyncConnection, delivery_id: int, start: int, most: int) -> list[Post]:
    """A part of the posts that a digest tells of, oldest first."""
    query = (
        sa.select(posts)
        .join(feed)
        .where(feed.c.delivery_id == delivery_id, feed.c.state == "digested")
        .order_by(feed.c.post_id)
        .offset(start)
        .limit(most)
    )
    return [post_of(row) for row in await conn.execute(query)]


async def states_of(conn: AsyncConnection, post_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """What became of these posts, by event and post."""
    query = sa.select(feed.c.event_id, feed.c.post_id, feed.c.state)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for row in await rows_of(conn, query, feed.c.post_id, post_ids):
        found[row.event_id][row.post_id] = row.state
    return dict(found)


async def move(
    conn: AsyncConnection,
    event_id: int,
    states: Mapping[int, str],
    before: Collection[str],
    at: datetime,
) -> None:
    """Give posts other states in an event's feed, as far as theirs is among `before`."""
    by_state: dict[str, list[int]] = defaultdict(list)
    for post_id, state in states.items():
        by_state[state].append(post_id)
    for state, post_ids in by_state.items():
        folded_at = at if state == "folded" else None
        for chunk in chunks(post_ids):
            moving = _moving(event_id, chunk, before)
            await conn.execute(moving.values(state=state, folded_at=folded_at))


async def by_author(
    conn: AsyncConnection, event_id: int, author_id: int, states: Collection[str]
) -> dict[int, str]:
    """An author's posts in an event's feed that are in one of these states."""
    query = (
        sa.select(feed.c.post_id, feed.c.state)
        .join(posts)
        .where(
            feed.c.event_id == event_id,
            posts.c.author_id == author_id,
            feed.c.state.in_(tuple(states)),
        )
    )
    return {row.post_id: row.state for row in await conn.execute(query)}


async def authors(conn: AsyncConnection, event_id: int, typed: str, most: int) -> list[Author]:
    """People with posts in an event's feed whose handle or name holds what was typed, those who
    posted last first."""
    shown = feed.c.state != "proof"
    holds = people.c.handle_key.contains(handle_key(typed), autoescape=True) | sa.func.lower(
        people.c.name
    ).contains(typed.lower(), autoescape=True)
    query = (
        sa.select(people.c.id, people.c.handle, people.c.name)
        .join(posts, posts.c.author_id == people.c.id)
        .join(feed, feed.c.post_id == posts.c.id)
        .where(feed.c.event_id == event_id, shown, holds)
        .group_by(people.c.id, people.c.handle, people.c.name)
        .order_by(sa.func.max(posts.c.id).desc())
        .limit(most)
    )
    return [Author(row.id, row.handle, row.name) for row in await conn.execute(query)]


async def author_named(conn: AsyncConnection, event_id: int, handle: str) -> Author | None:
    """Who posted under that handle in an event's feed, last if several did."""
    query = (
        sa.select(people.c.id, people.c.handle, people.c.name)
        .join(posts, posts.c.author_id == people.c.id)
        .join(feed, feed.c.post_id == posts.c.id)
        .where(feed.c.event_id == event_id, people.c.handle_key == handle_key(handle))
        .order_by(posts.c.id.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else Author(row.id, row.handle, row.name)


def _ids(event_id: int) -> sa.Select[tuple[int]]:
    return sa.select(feed.c.post_id).where(feed.c.event_id == event_id)


def _moving(event_id: int, post_ids: Collection[int], before: Collection[str]) -> sa.Update:
    return sa.update(feed).where(
        feed.c.event_id == event_id,
        feed.c.post_id.in_(post_ids),
        feed.c.state.in_(tuple(before)),
    )
