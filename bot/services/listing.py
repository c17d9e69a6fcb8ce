"""Discord's own list of events, which people edit by hand: the tweetup follows.

Discord does not say who edited, and our own edits come back as well. So what is heard is only a
sign to look: an entry that our last edit left as the tweetup stands is no news, and one that we
are just about to edit is left to that edit.

Cancelling there is asked about by Discord itself and meant, so it cancels the tweetup. Deleting is
as often tidying up: the tweetup stands, and its organiser is told how to cancel it or to get the
entry back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import Facts, Listed, cancelled, facts, relisted
from bot.domain.deliveries import Delivery, MessageRef
from bot.domain.events import Event
from bot.domain.notices import notice
from bot.ports import Clock
from bot.services.apply_change import apply_change
from bot.services.changes import Changes
from bot.services.deliver import Deliver
from db import deliveries, events, sending
from db.engine import Database

log = structlog.get_logger(__name__)

# How an entry stands now; None when it was deleted.
Look = Callable[[], Awaitable[Listed | None]]


class Listing:
    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, changes: Changes
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._changes = changes

    async def entries(self) -> list[MessageRef]:
        """Where tweetups stand in Discord's list."""
        async with self._database.read() as conn:
            found = await deliveries.standing(conn, "scheduled_event")
        return [each.standing for each in found if each.standing is not None]

    async def compare(self, where: MessageRef, look: Look) -> None:
        """Let the tweetup whose entry stands there follow it, if somebody edited that by hand."""
        async with self._database.read() as conn:
            before = await _settled(conn, where)
        if before is None or before.event_id is None:
            return
        listed = await look()
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await events.lock(conn, before.event_id)
            if event is None or await _settled(conn, where) != before:
                return
            if event.state != "planned" or event.archived or event.is_over(now):
                return
            await self._follow(conn, event, before, listed, now)
        self._changes.applied()

    async def _follow(
        self,
        conn: AsyncConnection,
        event: Event,
        entry: Delivery,
        listed: Listed | None,
        now: datetime,
    ) -> None:
        if listed is None:
            await sending.lost(conn, entry.id, again=False)
            await _tell(conn, event, entry, "deleted", now)
        elif listed.state == "cancelled":
            await apply_change(conn, event, "cancelled", cancelled(event, None), now)
        elif listed.state == "open":
            after = relisted(event, listed, now)
            if not isinstance(after, Facts):
                await deliveries.rearm(conn, f"scheduled_event:{event.id}", now)
                await _tell(conn, event, entry, after, now)
            elif after != facts(event):
                log.info("event follows Discord's list", event_id=event.id)
                await apply_change(conn, event, "edited", after, now)


async def _settled(conn: AsyncConnection, where: MessageRef) -> Delivery | None:
    """The entry that stands there, unless we are just about to edit it ourselves."""
    found = await deliveries.standing_at(conn, "scheduled_event", where)
    return found if found is not None and found.state == "sent" else None


async def _tell(
    conn: AsyncConnection, event: Event, entry: Delivery, what: str, now: datetime
) -> None:
    log.info("event was edited in Discord's list", event_id=event.id, what=what)
    said = f"listing.{what}"
    new = notice(event, event.organiser_id, said, once=f"{said}:{event.id}:{entry.version}")
    await deliveries.add(conn, new, now)
