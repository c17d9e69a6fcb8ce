"""Members' answers to events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rsvp import Rsvp, Status
from db.schema import events, rsvps
from db.upsert import upsert


async def of_event(conn: AsyncConnection, event_id: int) -> list[Rsvp]:
    """All answers to an event, by turn. Lock the event first to decide by them."""
    query = sa.select(rsvps).where(rsvps.c.event_id == event_id).order_by(rsvps.c.turn)
    return [_rsvp(row) for row in await conn.execute(query)]


async def save(conn: AsyncConnection, event_id: int, given: Iterable[Rsvp], at: datetime) -> None:
    """Store how members stand since `at`."""
    rows = [asdict(rsvp) | {"event_id": event_id, "changed_at": at} for rsvp in given]
    await upsert(
        conn,
        rsvps,
        rows,
        lambda new: {"status": new.status, "turn": new.turn, "changed_at": new.changed_at},
    )


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> list[tuple[int, Rsvp]]:
    """A member's answers in one guild, with the ids of the events."""
    query = (
        sa.select(rsvps)
        .join(events)
        .where(events.c.guild_id == guild_id, rsvps.c.member_id == member_id)
        .order_by(rsvps.c.event_id)
    )
    return [(row.event_id, _rsvp(row)) for row in await conn.execute(query)]


async def tally(conn: AsyncConnection, event_id: int) -> dict[Status, int]:
    """How many members gave which answer; one that nobody gave is left out."""
    query = (
        sa.select(rsvps.c.status, sa.func.count().label("members"))
        .where(rsvps.c.event_id == event_id)
        .group_by(rsvps.c.status)
    )
    return {row.status: row.members for row in await conn.execute(query)}


async def confirm(conn: AsyncConnection, event_id: int, member_id: int, revision: int) -> None:
    """Note that a member knows the event as of that revision and still means to come."""
    own = (rsvps.c.event_id == event_id) & (rsvps.c.member_id == member_id)
    await conn.execute(sa.update(rsvps).where(own).values(confirmed_revision=revision))


async def confirmed(conn: AsyncConnection, event_id: int, revision: int) -> int:
    """How many of those who are going confirmed at that revision or later."""
    query = sa.select(sa.func.count()).where(
        rsvps.c.event_id == event_id,
        rsvps.c.status == "going",
        rsvps.c.confirmed_revision >= revision,
    )
    return int(await conn.scalar(query) or 0)


async def remove(conn: AsyncConnection, event_id: int, member_id: int) -> None:
    own = (rsvps.c.event_id == event_id) & (rsvps.c.member_id == member_id)
    await conn.execute(sa.delete(rsvps).where(own))


def _rsvp(row: sa.Row[Any]) -> Rsvp:
    return Rsvp(row.member_id, row.status, row.turn)
