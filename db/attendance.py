"""Who came to events, and who gave up their place late."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.door import Attendance
from db.events import in_guild
from db.schema import events
from db.schema_door import attendance, late_cancellations
from db.upsert import add_missing, insert

_NAMED = attendance.c.name.is_not(None)
PENDING = sa.exists().where(_NAMED)


async def add(conn: AsyncConnection, came: Attendance) -> tuple[Attendance, bool]:
    """Note that somebody came; gives what is noted, and whether it is new.

    A member comes to an event once: whoever is noted already stays noted as before.
    """
    values = {name: value for name, value in asdict(came).items() if name != "id"}
    statement = insert(conn, attendance).values(values).on_conflict_do_nothing()
    row = (await conn.execute(statement.returning(attendance))).one_or_none()
    if row is not None:
        return _attendance(row), True
    member = attendance.c.member_id == came.member_id
    query = sa.select(attendance).where(attendance.c.event_id == came.event_id, member)
    return _attendance((await conn.execute(query)).one()), False


async def of_event(conn: AsyncConnection, event_id: int) -> list[Attendance]:
    """Everybody who came, in the order in which they did."""
    query = sa.select(attendance).where(attendance.c.event_id == event_id)
    ordered = query.order_by(attendance.c.at, attendance.c.id)
    return [_attendance(row) for row in await conn.execute(ordered)]


async def remove(conn: AsyncConnection, event_id: int, attendance_id: int) -> Attendance | None:
    """Take back that somebody came; None where that was done before."""
    own = (attendance.c.event_id == event_id) & (attendance.c.id == attendance_id)
    statement = sa.delete(attendance).where(own).returning(attendance)
    row = (await conn.execute(statement)).one_or_none()
    return None if row is None else _attendance(row)


async def of_member(
    conn: AsyncConnection, guild_id: int, member_id: int
) -> tuple[list[Attendance], list[int]]:
    """Where in a guild a member came, and the events whose places they gave up late."""
    came = sa.select(attendance).join(events).where(events.c.guild_id == guild_id)
    late = sa.select(late_cancellations.c.event_id).join(events)
    late = late.where(events.c.guild_id == guild_id, late_cancellations.c.member_id == member_id)
    rows = await conn.execute(
        came.where(attendance.c.member_id == member_id).order_by(attendance.c.event_id)
    )
    ids = await conn.scalars(late.order_by(late_cancellations.c.event_id))
    return [_attendance(row) for row in rows], list(ids)


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase that a member came, stepped back late, or checked others in."""
    for table in (attendance, late_cancellations):
        own = in_guild(table.c.event_id, guild_id) & (table.c.member_id == member_id)
        await conn.execute(sa.delete(table).where(own))
    by_them = in_guild(attendance.c.event_id, guild_id) & (attendance.c.by_id == member_id)
    await conn.execute(sa.update(attendance).where(by_them).values(by_id=None))


async def note_late(conn: AsyncConnection, event_id: int, member_id: int, at: datetime) -> None:
    row = {"event_id": event_id, "member_id": member_id, "at": at}
    await add_missing(conn, late_cancellations, [row])


async def forget_late(conn: AsyncConnection, event_id: int, member_id: int) -> None:
    """They have a place again."""
    table = late_cancellations
    own = (table.c.event_id == event_id) & (table.c.member_id == member_id)
    await conn.execute(sa.delete(table).where(own))


async def late(conn: AsyncConnection, event_id: int) -> list[int]:
    """The members who gave up their place late, in that order."""
    query = sa.select(late_cancellations.c.member_id).where(
        late_cancellations.c.event_id == event_id
    )
    found = await conn.scalars(query.order_by(late_cancellations.c.at))
    return list(found)


async def forget_names(conn: AsyncConnection, ended_before: datetime) -> int:
    """Erase the names of walk-ins to events that ended before; gives how many there were."""
    past = sa.select(events.c.id).where(events.c.ends_at <= ended_before)
    erased = await conn.execute(
        sa.update(attendance)
        .where(_NAMED, attendance.c.event_id.in_(past))
        .values(name=None, handle=None)
    )
    return erased.rowcount


async def first_end_with_names(conn: AsyncConnection) -> datetime | None:
    """When the earliest event ends of which names of walk-ins are kept."""
    query = sa.select(sa.func.min(events.c.ends_at)).select_from(attendance.join(events))
    found: datetime | None = await conn.scalar(query.where(_NAMED))
    return found


def _attendance(row: sa.Row[Any]) -> Attendance:
    return Attendance(**row._mapping)
