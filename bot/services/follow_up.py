"""The day after: those who were introduced are asked whether they met, once.

At the same time the words by which they could be found are erased.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.meeting import ASKED_UNTIL, morning_after, to_ask
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.introduction_placing import met_key, thread_of
from bot.services.meeting import clear_recognition
from db import attendance, deliveries, doors, events, follow_ups, introductions, recognition
from db.engine import Database

log = structlog.get_logger(__name__)


class FollowUp:
    pending = follow_ups.PENDING | recognition.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Ask after the events that were the day before; what comes too late is not asked."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = [event for at, event in await _pending(conn) if at <= now]
        for event in due:
            async with self._database.begin() as conn:
                asked = await _ask_all(conn, event, now)
                await clear_recognition(conn, event, now)
            log.info("asked whether they met", event_id=event.id, introductions=asked)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return min((at for at, _ in await _pending(conn)), default=None)


async def _pending(conn: AsyncConnection) -> list[tuple[datetime, Event]]:
    """The events after which there is something to do, and when."""
    ids = await follow_ups.event_ids(conn) | await recognition.event_ids(conn)
    found = [await events.get(conn, event_id) for event_id in sorted(ids)]
    return [
        (morning_after(event), event)
        for event in found
        if event is not None and event.state != "postponed"
    ]


async def _ask_all(conn: AsyncConnection, event: Event, now: datetime) -> int:
    """Give how many introductions people are asked about."""
    left = await follow_ups.open_ones(conn, event.id)
    asked = 0
    if event.state == "planned" and now < morning_after(event) + ASKED_UNTIL:
        came = None
        if await doors.get(conn, event.id) is not None:
            came = {each.member_id for each in await attendance.of_event(conn, event.id)}
        for made in await introductions.of_event(conn, event.id):
            members = to_ask(made, came)
            if made.id in left and members:
                ids = [each.member_id for each in members]
                asked += await _ask(conn, event, made, ids, now)
    await follow_ups.note(conn, left)
    return asked


async def _ask(
    conn: AsyncConnection, event: Event, made: MadeIntroduction, asked: list[int], now: datetime
) -> bool:
    """False where there is no place to ask in: the thread was never opened."""
    thread = await thread_of(conn, made)
    if thread is not None and thread.standing is None:
        return False
    places: list[int | None] = [*asked] if thread is None else [None]
    for to in places:
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="met",
                member_id=to,
                inside_id=None if thread is None else thread.id,
                about={"introduction": made.id, "asked": asked},
                key=met_key(made, to),
            ),
            now,
        )
    return True
