"""Hashtags that are followed, and for which events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.posts import Followed, normalise_hashtag
from db.events import FOLLOWED
from db.lookup import Lookup
from db.schema import events, hashtags
from db.upsert import upsert

_FOLLOWING = Lookup(
    sa.select(hashtags).join(events).where(FOLLOWED).order_by(hashtags.c.event_id),
    hashtags.c.hashtag,
)


@dataclass(frozen=True, slots=True)
class Following:
    """An event that follows a hashtag: its posts count from `since` until before `until`."""

    event_id: int
    since: datetime
    until: datetime


async def follow(
    conn: AsyncConnection, event: Event, until: datetime, since: datetime | None = None
) -> None:
    """Follow the event's own hashtag until `until`.

    `since` is when it became the event's, by default when the event was made; one that was
    followed before keeps its beginning.
    """
    row = {
        "event_id": event.id,
        "hashtag": normalise_hashtag(event.hashtag),
        "since": since or event.created_at,
        "until": until,
    }
    await upsert(conn, hashtags, [row], lambda new: {"until": new.until})


async def stop(conn: AsyncConnection, event: Event, at: datetime) -> None:
    """Follow the event's own hashtag no longer than `at`."""
    own = (hashtags.c.event_id == event.id) & (
        hashtags.c.hashtag == normalise_hashtag(event.hashtag)
    )
    await conn.execute(sa.update(hashtags).where(own, hashtags.c.until > at).values(until=at))


async def followed(conn: AsyncConnection, now: datetime) -> list[Followed]:
    """The hashtags that events not cancelled follow at `now`, and since when the first does."""
    query = (
        sa.select(hashtags.c.hashtag, sa.func.min(hashtags.c.since).label("since"))
        .join(events)
        .where(FOLLOWED, hashtags.c.since <= now, hashtags.c.until > now)
        .group_by(hashtags.c.hashtag)
        .order_by(hashtags.c.hashtag)
    )
    return [Followed(row.hashtag, row.since) for row in await conn.execute(query)]


async def guilds_following(conn: AsyncConnection, now: datetime) -> dict[str, set[int]]:
    """The hashtags that events not cancelled follow at `now`, and the guilds of these events."""
    query = (
        sa.select(hashtags.c.hashtag, events.c.guild_id)
        .join(events)
        .where(FOLLOWED, hashtags.c.until > now)
    )
    found: dict[str, set[int]] = defaultdict(set)
    for row in await conn.execute(query):
        found[row.hashtag].add(row.guild_id)
    return dict(found)


async def events_following(
    conn: AsyncConnection, wanted: Collection[str]
) -> dict[str, list[Following]]:
    """The events not cancelled that follow these hashtags (normalised), now or at another time."""
    found: dict[str, list[Following]] = defaultdict(list)
    for row in await _FOLLOWING.rows(conn, wanted):
        found[row.hashtag].append(Following(row.event_id, row.since, row.until))
    return dict(found)
