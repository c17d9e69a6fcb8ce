"""Tweetups."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event, EventDraft
from db.schema import events, hashtags

# What makes an event one that reminders, rounds and tracking still serve.
PLANNED = events.c.state == "planned"


async def add(conn: AsyncConnection, draft: EventDraft) -> Event:
    insertion = sa.insert(events).values(**asdict(draft), state="planned").returning(events)
    return _event((await conn.execute(insertion)).one())


async def get(conn: AsyncConnection, event_id: int) -> Event | None:
    return await _one(conn, sa.select(events).where(events.c.id == event_id))


async def lock(conn: AsyncConnection, event_id: int) -> Event | None:
    """The event, kept from everybody else who locks it until the transaction ends."""
    return await _one(conn, sa.select(events).where(events.c.id == event_id).with_for_update())


async def of_guild(conn: AsyncConnection, guild_id: int) -> list[Event]:
    """All events of a guild, also cancelled and past ones, by their start."""
    return await _by_start(conn, events.c.guild_id == guild_id)


async def everywhere(conn: AsyncConnection) -> list[Event]:
    """All events of all guilds, by their start."""
    return await _by_start(conn, sa.true())


async def tracked(conn: AsyncConnection, now: datetime) -> list[Event]:
    """The planned events that still follow a hashtag at `now`, by their start."""
    follows = sa.exists().where(hashtags.c.event_id == events.c.id, hashtags.c.until > now)
    return await _by_start(conn, PLANNED & follows)


async def upcoming(conn: AsyncConnection, now: datetime) -> list[Event]:
    """The planned events that are not over at `now`, by their start."""
    return await _by_start(conn, PLANNED & (events.c.ends_at > now))


async def _by_start(conn: AsyncConnection, condition: sa.ColumnElement[bool]) -> list[Event]:
    query = sa.select(events).where(condition).order_by(events.c.starts_at, events.c.id)
    return [_event(row) for row in await conn.execute(query)]


async def _one(conn: AsyncConnection, query: sa.Select[Any]) -> Event | None:
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else _event(row)


def _event(row: sa.Row[Any]) -> Event:
    return Event(**row._mapping)
