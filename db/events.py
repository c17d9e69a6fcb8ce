"""Tweetups."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event, EventDraft
from db.departures import is_in
from db.pending import NOW
from db.schema import events, hashtags

# In a guild the bot left nothing is done any more.
_SERVED = ~events.c.archived & is_in(events.c.guild_id)
# What makes an event one that reminders and rounds still serve; it has a date.
PLANNED = (events.c.state == "planned") & _SERVED
# What makes it one whose hashtag is followed: people talk on while a new date is looked for.
FOLLOWED = events.c.state.in_(("planned", "postponed")) & _SERVED
ANY_AHEAD = sa.exists().where(PLANNED, events.c.ends_at > NOW)
ANY_PAST = sa.exists().where(PLANNED, events.c.ends_at <= NOW)

# Asked for at every tap, so it is put together once.
_GET = sa.select(events).where(events.c.id == sa.bindparam("event"))


def in_guild(event_id: sa.Column[int], guild_id: int) -> sa.ColumnElement[bool]:
    """Whether a row is of one of the guild's events, by its column that names the event."""
    return event_id.in_(sa.select(events.c.id).where(events.c.guild_id == guild_id))


async def add(conn: AsyncConnection, draft: EventDraft) -> Event:
    insertion = sa.insert(events).values(**asdict(draft), state="planned").returning(events)
    return _event((await conn.execute(insertion)).one())


async def change(conn: AsyncConnection, event: Event) -> None:
    """Let the event of that id be as it is given."""
    values = asdict(event)
    del values["id"]
    await conn.execute(sa.update(events).where(events.c.id == event.id).values(**values))


async def get(conn: AsyncConnection, event_id: int) -> Event | None:
    return await _one(conn, _GET, event_id)


async def lock(conn: AsyncConnection, event_id: int) -> Event | None:
    """The event, kept from everybody else who locks it until the transaction ends."""
    return await _one(conn, _GET.with_for_update(), event_id)


async def of_guild(conn: AsyncConnection, guild_id: int) -> list[Event]:
    """All events of a guild, also cancelled and past ones, by their start."""
    return await _by_start(conn, events.c.guild_id == guild_id)


async def everywhere(conn: AsyncConnection) -> list[Event]:
    """All events of all guilds, by their start."""
    return await _by_start(conn, sa.true())


async def tracked(conn: AsyncConnection, now: datetime) -> list[Event]:
    """The events not cancelled that still follow a hashtag at `now`, by their start."""
    follows = sa.exists().where(hashtags.c.event_id == events.c.id, hashtags.c.until > now)
    return await _by_start(conn, FOLLOWED & follows)


async def archive(conn: AsyncConnection, event_id: int, *, archived: bool) -> None:
    """Put an event away, or take it out again."""
    own = events.c.id == event_id
    await conn.execute(sa.update(events).where(own).values(archived=archived))


async def upcoming(conn: AsyncConnection, now: datetime) -> list[Event]:
    """The planned events that are not over at `now`, by their start."""
    return await _by_start(conn, PLANNED & (events.c.ends_at > now))


async def ended_after(conn: AsyncConnection, at: datetime) -> list[Event]:
    """The events that ended after a time or are still to, whatever became of them."""
    return await _by_start(conn, events.c.ends_at > at)


async def ended_between(conn: AsyncConnection, after: datetime, until: datetime) -> list[Event]:
    """The planned events that ended in between."""
    return await _by_start(conn, PLANNED & (events.c.ends_at > after) & (events.c.ends_at <= until))


async def _by_start(conn: AsyncConnection, condition: sa.ColumnElement[bool]) -> list[Event]:
    query = sa.select(events).where(condition).order_by(events.c.starts_at, events.c.id)
    return [_event(row) for row in await conn.execute(query)]


async def _one(conn: AsyncConnection, query: sa.Select[Any], event_id: int) -> Event | None:
    row = (await conn.execute(query, {"event": event_id})).one_or_none()
    return None if row is None else _event(row)


def _event(row: sa.Row[Any]) -> Event:
    return Event(**row._mapping)
