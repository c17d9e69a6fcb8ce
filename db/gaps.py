"""Spans in which a source heard nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Gap
from db.schema_reading import gaps
from db.upsert import add_missing


async def note(conn: AsyncConnection, found: Iterable[Gap]) -> None:
    """Note gaps; one that is known, by its hashtag and beginning, stays as it is."""
    await add_missing(conn, gaps, [asdict(gap) for gap in found])


async def of_hashtag(conn: AsyncConnection, hashtag: str, after: datetime) -> list[Gap]:
    """The gaps under a hashtag that lasted beyond `after`, oldest first."""
    query = sa.select(gaps).where(gaps.c.hashtag == hashtag, gaps.c.until > after)
    return [Gap(**row._mapping) for row in await conn.execute(query.order_by(gaps.c.since))]
