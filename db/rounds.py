"""Rounds of introductions, from planned to done or missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.events import PLANNED, in_guild
from db.schema import account_links, events, members, rounds, rsvps
from db.schema_door import attendance
from db.schema_introductions import round_attendees
from db.upsert import add_missing

_OPEN = rounds.c.state == "planned"


def _began(event_id: int | sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """There was a round before an event already, or none is left to come."""
    own = sa.exists().where(rounds.c.event_id == event_id)
    return own.where(rounds.c.state == "done") | ~own.where(_OPEN)


# Newcomers to look for are among those who proved an account.
PENDING = sa.exists().where(_OPEN) | sa.exists().where(account_links.c.proved_at.is_not(None))
_COMING = sa.union(
    sa.select(rsvps.c.event_id, rsvps.c.member_id).where(rsvps.c.status == "going"),
    sa.select(attendance.c.event_id, attendance.c.member_id).where(
        attendance.c.member_id.is_not(None)
    ),
).subquery("coming")
# Asked for whenever the timetable looks at its clock, so it is put together once.
_NEWCOMERS = (
    sa.select(_COMING.c.event_id, _COMING.c.member_id)
    .join(events, events.c.id == _COMING.c.event_id)
    .join(
        members,
        (members.c.guild_id == events.c.guild_id) & (members.c.member_id == _COMING.c.member_id),
    )
    .join(
        account_links,
        (account_links.c.guild_id == events.c.guild_id)
        & (account_links.c.member_id == _COMING.c.member_id),
    )
    .where(
        PLANNED,
        events.c.ends_at > sa.bindparam("now", type_=events.c.ends_at.type),
        members.c.introductions.is_(True),
        account_links.c.proved_at.is_not(None),
        _began(events.c.id),
        ~sa.exists().where(
            round_attendees.c.event_id == events.c.id,
            round_attendees.c.member_id == _COMING.c.member_id,
        ),
    )
    .order_by(_COMING.c.event_id, _COMING.c.member_id)
)


async def plan(conn: AsyncConnection, event_id: int, due_ats: Iterable[datetime]) -> None:
    """Plan rounds; one that was planned before stays as it is."""
    rows = [{"event_id": event_id, "due_at": due_at, "state": "planned"} for due_at in due_ats]
    await add_missing(conn, rounds, rows)


async def replan(conn: AsyncConnection, event_id: int, due_ats: Iterable[datetime]) -> None:
    """Let these be the event's rounds to come."""
    await conn.execute(sa.delete(rounds).where(rounds.c.event_id == event_id, _OPEN))
    await plan(conn, event_id, due_ats)


async def due(conn: AsyncConnection, now: datetime) -> list[tuple[int, datetime]]:
    """The planned rounds of planned events that are due by `now`: (event id, due at)."""
    query = (
        sa.select(rounds.c.event_id, rounds.c.due_at)
        .join(events)
        .where(_OPEN, PLANNED, rounds.c.due_at <= now)
        .order_by(rounds.c.due_at, rounds.c.event_id)
    )
    return [(row.event_id, row.due_at) for row in await conn.execute(query)]


async def settle(
    conn: AsyncConnection, event_id: int, due_at: datetime, state: Literal["done", "missed"]
) -> bool:
    """Note what became of a round; False when that was settled before."""
    own = (rounds.c.event_id == event_id) & (rounds.c.due_at == due_at)
    done = await conn.execute(sa.update(rounds).where(own, _OPEN).values(state=state))
    return done.rowcount == 1


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next planned round of a planned event is due."""
    query = sa.select(sa.func.min(rounds.c.due_at)).join(events).where(_OPEN, PLANNED)
    found: datetime | None = await conn.scalar(query)
    return found


async def have_begun(conn: AsyncConnection, event_id: int) -> bool:
    """Whether there was a round before an event already, or none is left to come."""
    return bool(await conn.scalar(sa.select(_began(event_id))))


async def following(conn: AsyncConnection, event_id: int, after: datetime) -> datetime | None:
    """When an event's next planned round after that moment is due."""
    own = (rounds.c.event_id == event_id) & (rounds.c.due_at > after)
    found: datetime | None = await conn.scalar(
        sa.select(sa.func.min(rounds.c.due_at)).where(own, _OPEN)
    )
    return found


async def newcomers(conn: AsyncConnection, now: datetime) -> dict[int, set[int]]:
    """By event that is not over: members who became willing after a round, or with none to come.

    Willing are those who are going, or are there, agreed to introductions and proved an account.
    """
    found: dict[int, set[int]] = {}
    for row in await conn.execute(_NEWCOMERS, {"now": now}):
        found.setdefault(row.event_id, set()).add(row.member_id)
    return found


async def consider(conn: AsyncConnection, event_id: int, member_ids: Iterable[int]) -> None:
    """Note who was considered in a round before an event."""
    rows = [{"event_id": event_id, "member_id": member_id} for member_id in member_ids]
    await add_missing(conn, round_attendees, rows)


async def forget(
    conn: AsyncConnection, guild_id: int, member_id: int, event_id: int | None = None
) -> None:
    """A member counts as never considered: before any of the guild's events, or before one."""
    own = in_guild(round_attendees.c.event_id, guild_id)
    own &= round_attendees.c.member_id == member_id
    if event_id is not None:
        own &= round_attendees.c.event_id == event_id
    await conn.execute(sa.delete(round_attendees).where(own))


async def note_held(conn: AsyncConnection, event_id: int, at: datetime) -> None:
    """Note a round that was held without having been planned."""
    row = {"event_id": event_id, "due_at": at, "state": "done"}
    await add_missing(conn, rounds, [row])
