"""What members quietly told the organisers of an introduction."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.meeting import Report
from db.schema_meeting import reports
from db.upsert import insert


async def add(conn: AsyncConnection, report: Report) -> int:
    """Store a report (its `id` is not read) and give it one."""
    row = asdict(report)
    del row["id"]
    found: int = await conn.scalar(insert(conn, reports).values(**row).returning(reports.c.id))
    return found


async def get(conn: AsyncConnection, report_id: int) -> Report | None:
    query = sa.select(reports).where(reports.c.id == report_id)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else Report(**row._mapping)


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> list[Report]:
    """What a member told in a guild, oldest first."""
    query = sa.select(reports).where(_by(guild_id, member_id)).order_by(reports.c.id)
    return [Report(**row._mapping) for row in await conn.execute(query)]


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase what a member told; what organisers were sent of it stands with them."""
    await conn.execute(sa.delete(reports).where(_by(guild_id, member_id)))


def _by(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (reports.c.guild_id == guild_id) & (reports.c.member_id == member_id)
