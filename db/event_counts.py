"""What stays of events that are long over: counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.aftermath import Days, Said
from bot.domain.interactions import Interaction
from bot.domain.talk_terms import Spoken
from db.interactions import interaction_of
from db.posts import post_of
from db.schema import events, feed, interactions, posts
from db.schema_noise import verdicts
from db.schema_retention import event_counts, event_day_counts
from db.upsert import add_missing

# Posts that prove accounts are left out, for their authors were promised not to be shown; so is
# what organisers muted or blocked.
_COUNTED = feed.c.state.not_in(("proof", "muted", "blocked"))
_TALK = (verdicts.c.kind == "conversation") | verdicts.c.kind.is_(None)
_ANSWERS = sa.exists().where(
    interactions.c.post_id == posts.c.id,
    interactions.c.kind == "reply",
    interactions.c.other_id.is_distinct_from(posts.c.author_id),
)


async def save(
    conn: AsyncConnection,
    event_id: int,
    counts: Mapping[str, int],
    days: Mapping[date, Mapping[str, int]],
) -> None:
    """Keep an event's counts in place of any earlier ones; what there was none of is left out.

    Of days that were counted before the earlier counts stay, and others are added.
    """
    own = event_counts.c.event_id == event_id
    await conn.execute(sa.delete(event_counts).where(own))
    rows = [{"event_id": event_id, "what": what, "how_many": n} for what, n in counts.items() if n]
    day_rows = [
        {"event_id": event_id, "day": day, "what": what, "how_many": n}
        for day, of_day in days.items()
        for what, n in of_day.items()
        if n
    ]
    await add_missing(conn, event_counts, rows)
    await add_missing(conn, event_day_counts, day_rows)


async def of_event(conn: AsyncConnection, event_id: int) -> dict[str, int]:
    own = event_counts.c.event_id == event_id
    rows = await conn.execute(sa.select(event_counts).where(own).order_by(event_counts.c.what))
    return {row.what: row.how_many for row in rows}


async def of_days(conn: AsyncConnection, event_id: int) -> Days:
    """The counts that are kept of an event's days; none before it is long over."""
    own = event_day_counts.c.event_id == event_id
    days: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for row in await conn.execute(sa.select(event_day_counts).where(own)):
        days[row.day][row.what] = row.how_many
    return dict(days)


async def said(conn: AsyncConnection, event_id: int) -> list[Said]:
    """What was said under an event's hashtag, oldest first."""
    query = (
        sa.select(
            posts.c.author_id,
            posts.c.created_at,
            posts.c.reposted_id,
            verdicts.c.kind,
            _ANSWERS.label("answers"),
        )
        .select_from(feed.join(posts).outerjoin(verdicts, verdicts.c.post_id == posts.c.id))
        .where(feed.c.event_id == event_id, _COUNTED)
        .order_by(posts.c.created_at, posts.c.id)
    )
    return [
        Said(row.author_id, row.created_at, row.reposted_id is not None, row.kind, row.answers)
        for row in await conn.execute(query)
    ]


async def first_heard(conn: AsyncConnection, guild_id: int) -> dict[int, datetime]:
    """When each person's first post came that is known under any of a guild's hashtags, by X id.

    Of the conversation alone: reposts, advertisements and copies are nobody's voice.
    """
    query = (
        sa.select(posts.c.author_id, sa.func.min(posts.c.created_at).label("at"))
        .select_from(
            feed.join(posts).join(events).outerjoin(verdicts, verdicts.c.post_id == posts.c.id)
        )
        .where(events.c.guild_id == guild_id, _COUNTED, posts.c.reposted_id.is_(None), _TALK)
        .group_by(posts.c.author_id)
    )
    return {row.author_id: row.at for row in await conn.execute(query)}


async def spoken(conn: AsyncConnection, event_id: int) -> list[Spoken]:
    """What people wrote themselves under an event's hashtag, in conversation: no advertisements,
    no copies, nothing that organisers keep out."""
    query = (
        sa.select(posts)
        .select_from(feed.join(posts).outerjoin(verdicts, verdicts.c.post_id == posts.c.id))
        .where(feed.c.event_id == event_id, _COUNTED, posts.c.reposted_id.is_(None), _TALK)
        .order_by(posts.c.id)
    )
    found = [post_of(row) for row in await conn.execute(query)]
    return [Spoken(post.author_id, post.plain_text) for post in found]


async def interactions_in(conn: AsyncConnection, event_id: int) -> list[Interaction]:
    """Who turned to whom in the posts under an event's hashtag."""
    query = sa.select(interactions).join(feed, feed.c.post_id == interactions.c.post_id)
    own = (feed.c.event_id == event_id) & _COUNTED
    return [interaction_of(row) for row in await conn.execute(query.where(own))]
