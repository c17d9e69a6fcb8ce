"""What X counts, beside what the ledger counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.budget import UsageCheck
from db.schema_reading import usage_checks
from db.upsert import add_missing


async def add(conn: AsyncConnection, checks: Iterable[UsageCheck]) -> None:
    """Note checks; a day that was checked stays as it was found then."""
    await add_missing(conn, usage_checks, [asdict(check) for check in checks])


async def last(conn: AsyncConnection) -> UsageCheck | None:
    """The check of the latest day."""
    query = sa.select(usage_checks).order_by(usage_checks.c.day.desc()).limit(1)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else UsageCheck(**row._mapping)


async def days(conn: AsyncConnection, since: date) -> set[date]:
    """The days checked, from that day on."""
    query = sa.select(usage_checks.c.day).where(usage_checks.c.day >= since)
    return set(await conn.scalars(query))
