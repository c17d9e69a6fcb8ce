"""When what we keep was last held against X."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gone import Kept, Sweeping
from db.schema_reading import sweeps
from db.upsert import upsert


async def last(conn: AsyncConnection, kind: Sweeping) -> datetime | None:
    """When the last complete sweep began."""
    found: datetime | None = await conn.scalar(
        sa.select(sweeps.c.done_at).where(sweeps.c.kind == kind)
    )
    return found


async def job(conn: AsyncConnection, kind: Kept) -> int | None:
    """The compliance job that X is at work on for us, as far as we know."""
    found: int | None = await conn.scalar(sa.select(sweeps.c.job_id).where(sweeps.c.kind == kind))
    return found


async def note_job(conn: AsyncConnection, kind: Kept, job_id: int | None) -> None:
    row = {"kind": kind, "job_id": job_id}
    await upsert(conn, sweeps, [row], lambda new: {"job_id": new.job_id})


async def complete(conn: AsyncConnection, kind: Sweeping, began: datetime) -> None:
    """Note that a sweep which began then is complete, and its job used up."""
    row = {"kind": kind, "job_id": None, "done_at": began}
    await upsert(conn, sweeps, [row], lambda new: {"job_id": new.job_id, "done_at": new.done_at})
