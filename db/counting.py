"""Which posts count as conversation in a guild: what organisers say goes before what it seems."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.events import in_guild
from db.lookup import rows_of
from db.schema import deliveries, events, feed, posts
from db.schema_noise import filter_people, verdicts

_ADVERTISEMENTS = ("job_ad", "promotion")
_KEPT_OUT = ("muted", "blocked")
_SHOWN = ("waiting", "answer", "mirrored")


def counts(
    post_id: sa.ColumnElement[int], author_id: sa.ColumnElement[int], guild_id: int
) -> sa.ColumnElement[bool]:
    """Whether a post is in the feed of one of the guild's events and no advertisement there.

    One that organisers let through, or by an author they always allow, is none; what they muted
    or blocked does not count whatever it is.
    """
    key = sa.literal("held:") + sa.cast(feed.c.event_id, sa.Text) + ":" + sa.cast(post_id, sa.Text)
    approved = feed.c.state.in_(_SHOWN) & _only(deliveries, deliveries.c.key == key)
    return (
        sa.exists()
        .where(
            feed.c.post_id == post_id,
            feed.c.event_id == events.c.id,
            events.c.guild_id == guild_id,
            feed.c.state.not_in(_KEPT_OUT),
            ~advertises(post_id) | approved | _allowed(author_id, feed.c.event_id),
        )
        .correlate_except(feed, events)
    )


def advertises(post_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a post was judged an advertisement."""
    judged = verdicts.c.kind.in_(_ADVERTISEMENTS)
    return _only(verdicts, verdicts.c.post_id == post_id, judged)


async def posted(
    conn: AsyncConnection, guild_id: int, person_ids: Collection[int], before: datetime
) -> list[tuple[int, datetime]]:
    """Author and time of each post of these people that counts in a guild, before a moment."""
    query = sa.select(posts.c.author_id, posts.c.created_at).where(
        posts.c.created_at < before, counts(posts.c.id, posts.c.author_id, guild_id)
    )
    found = await rows_of(conn, query, posts.c.author_id, person_ids)
    return [(row.author_id, row.created_at) for row in found]


async def advertised(
    conn: AsyncConnection, guild_id: int, author_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """How many posts of each author were judged, and how many of them to be advertisements.

    Those whom organisers always allow in one of the guild's events are left out.
    """
    ads = sa.func.sum(sa.case((verdicts.c.kind.in_(_ADVERTISEMENTS), 1), else_=0))
    allowed = sa.exists().where(
        filter_people.c.person_id == verdicts.c.author_id,
        filter_people.c.standing == "allowed",
        in_guild(filter_people.c.event_id, guild_id),
    )
    query = (
        sa.select(verdicts.c.author_id, sa.func.count().label("posts"), ads.label("ads"))
        .where(~allowed)
        .group_by(verdicts.c.author_id)
    )
    found = await rows_of(conn, query, verdicts.c.author_id, author_ids)
    return {row.author_id: (row.posts, int(row.ads)) for row in found}


def _allowed(
    author_id: sa.ColumnElement[int], event_id: sa.ColumnElement[int]
) -> sa.ColumnElement[bool]:
    return _only(
        filter_people,
        filter_people.c.event_id == event_id,
        filter_people.c.person_id == author_id,
        filter_people.c.standing == "allowed",
    )


def _only(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.Exists:
    """Whether there is such a row of that table, all others being those of the statements around.

    SQLAlchemy by itself looks no further than the statement that is next.
    """
    return sa.exists().where(*conditions).correlate_except(table)
