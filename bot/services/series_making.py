"""The next tweetup of each series is made when it is time, once, also across a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import series as rules
from bot.domain.events import Event
from bot.domain.notices import notice
from bot.domain.series import Occurrence, Series
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.make_event import make_event
from db import deliveries, events, series
from db.engine import Database

log = structlog.get_logger(__name__)


class SeriesMaking:
    """`on_made` is called whenever there is a new tweetup."""

    pending = series.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self.on_made: Callable[[], None] = lambda: None

    async def run_due(self) -> None:
        """Make the tweetups that are due; those that should have begun by now are left out."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = await series.due(conn, now)
        for series_id in due:
            async with self._database.begin() as conn:
                known = await series.lock(conn, series_id)
                if known is not None and series_id in await series.due(conn, now):
                    await _go_on(conn, known, now)
        if due:
            self._deliver.wake()
            self.on_made()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return await series.next_due(conn)


async def _go_on(conn: AsyncConnection, known: Series, now: datetime) -> None:
    latest = await events.get(conn, known.event_id)
    if latest is None:
        return
    known, missed = rules.caught_up(known, now)
    if missed:
        await series.note(conn, missed)
        await _tell_missed(conn, latest, missed, now)
    if known.next_at is not None and rules.due_at(known.next_at, latest.ends_at) <= now:
        event = await make_event(conn, rules.drafted(known, latest, now), now, after=latest)
        known = rules.advanced(known, event.id)
        made = Occurrence(known.id, known.number, event.id, known.slot_at)
        await series.note(conn, [made])
        log.info("series goes on", series=known.id, number=known.number, event_id=event.id)
    await series.save(conn, known)


async def _tell_missed(
    conn: AsyncConnection, latest: Event, missed: tuple[Occurrence, ...], now: datetime
) -> None:
    log.warning("series missed", series=missed[0].series_id, missed=len(missed))
    new = notice(
        latest,
        latest.organiser_id,
        "series.missed",
        once=f"series.missed:{missed[-1].series_id}:{missed[-1].number}",
        missed=len(missed),
    )
    await deliveries.add(conn, new, now)
