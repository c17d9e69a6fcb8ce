"""Posts that others answer or quote, and whether X still shows them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import Lookup, is_among, listed
from db.schema import contexts
from db.upsert import New, add_missing, upsert

_WANTED = contexts.c.state == "wanted"
_IN_STATE = Lookup(
    sa.select(contexts.c.post_id).where(contexts.c.state == sa.bindparam("in_state")),
    contexts.c.post_id,
)


async def want(conn: AsyncConnection, ids: Collection[int], at: datetime) -> None:
    """Ask for posts; those that were asked for before stay as they are."""
    rows = [{"post_id": post_id, "state": "wanted", "asked_at": at} for post_id in set(ids)]
    await add_missing(conn, contexts, rows)


async def wanted(conn: AsyncConnection, limit: int) -> list[int]:
    """What has been asked for longest and has not been looked up yet."""
    query = sa.select(contexts.c.post_id).where(_WANTED)
    oldest = query.order_by(contexts.c.asked_at, contexts.c.post_id).limit(limit)
    return list(await conn.scalars(oldest))


async def wanted_among(conn: AsyncConnection, ids: Collection[int]) -> set[int]:
    return await _among(conn, ids, "wanted")


async def unavailable_among(conn: AsyncConnection, ids: Collection[int]) -> set[int]:
    return await _among(conn, ids, "unavailable")


async def oldest_wish(conn: AsyncConnection) -> datetime | None:
    """Since when somebody has waited longest."""
    found: datetime | None = await conn.scalar(
        sa.select(sa.func.min(contexts.c.asked_at)).where(_WANTED)
    )
    return found


async def fetched(conn: AsyncConnection, ids: Collection[int]) -> None:
    """Note of those asked for that they are stored now."""
    if ids:
        engine = conn.dialect.name
        await conn.execute(_fetched(engine), listed(engine, ids))


async def unavailable(conn: AsyncConnection, ids: Collection[int], at: datetime) -> None:
    """Note that X shows these posts to nobody, whether they were asked for or not."""
    rows = [{"post_id": post_id, "state": "unavailable", "asked_at": at} for post_id in set(ids)]
    await upsert(conn, contexts, rows, _state_alone)


async def give_up(conn: AsyncConnection, asked_before: datetime) -> int:
    """No longer want what has been wanted since then or longer; gives how many that were."""
    done = await conn.execute(
        sa.update(contexts)
        .where(_WANTED, contexts.c.asked_at <= asked_before)
        .values(state="missed")
    )
    return done.rowcount


@cache
def _fetched(engine: str) -> sa.Update:
    theirs = is_among(engine, contexts.c.post_id)
    return sa.update(contexts).where(theirs).values(state="fetched")


def _state_alone(new: New) -> dict[str, sa.ColumnElement[str]]:
    return {"state": new.state}


async def _among(conn: AsyncConnection, ids: Collection[int], state: str) -> set[int]:
    return {row.post_id for row in await _IN_STATE.rows(conn, ids, in_state=state)}
