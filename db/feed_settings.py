"""What organisers set for an event's feed."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import feed_settings
from db.upsert import upsert


class FeedSettings(NamedTuple):
    """`quiet` is from when to when nothing is mirrored, by the clock of the event's zone."""

    paused: bool = False
    quiet: tuple[time, time] | None = None


async def get(conn: AsyncConnection, event_id: int) -> FeedSettings:
    query = sa.select(feed_settings).where(feed_settings.c.event_id == event_id)
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        return FeedSettings()
    quiet = None if row.quiet_start is None else (row.quiet_start, row.quiet_end)
    return FeedSettings(row.paused, quiet)


async def pause(conn: AsyncConnection, event_id: int, *, paused: bool) -> None:
    row = {"event_id": event_id, "paused": paused, "quiet_start": None, "quiet_end": None}
    await upsert(conn, feed_settings, [row], lambda new: {"paused": new.paused})


async def set_quiet(conn: AsyncConnection, event_id: int, quiet: tuple[time, time] | None) -> None:
    start, end = quiet or (None, None)
    row = {"event_id": event_id, "paused": False, "quiet_start": start, "quiet_end": end}
    await upsert(
        conn,
        feed_settings,
        [row],
        lambda new: {"quiet_start": new.quiet_start, "quiet_end": new.quiet_end},
    )
