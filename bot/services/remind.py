"""Reminders go out when they are due, once, also across a restart."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import reminders as rules
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.reminders import Reminder
from bot.ports import Clock
from bot.services.deliver import Deliver
from db import deliveries, events, members, reminders, rsvps
from db.engine import Database

log = structlog.get_logger(__name__)


class Remind:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Hand every reminder that is due to the deliveries; skip those too late to help."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            by_event: dict[int, list[Reminder]] = defaultdict(list)
            for reminder in await reminders.due(conn, now):
                by_event[reminder.event_id].append(reminder)
            for event_id, due in by_event.items():
                event = await events.get(conn, event_id)
                if event is not None:
                    await self._settle(conn, event, due, now)
        if by_event:
            self._deliver.wake()

    async def next_due(self) -> datetime | None:
        async with self._database.read() as conn:
            return await reminders.next_due(conn)

    async def _settle(
        self, conn: AsyncConnection, event: Event, due: list[Reminder], now: datetime
    ) -> None:
        send, missed = rules.choose(due, now)
        for reminder in missed:
            await reminders.settle(conn, event.id, reminder.kind, "missed")
            log.warning("reminder missed", event_id=event.id, kind=reminder.kind)
        for reminder in send:
            await reminders.settle(conn, event.id, reminder.kind, "sent")
            for new in await self._announcements(conn, event, reminder):
                await deliveries.add(conn, new, now)

    async def _announcements(
        self, conn: AsyncConnection, event: Event, reminder: Reminder
    ) -> list[NewDelivery]:
        going = [r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"]
        asked = await members.agreed(conn, event.guild_id, going, "direct_reminders")
        targets: list[dict[str, int]] = [{"channel_id": event.channel_id}]
        targets += [{"member_id": member_id} for member_id in sorted(asked)]
        # The same kind goes out again when the event is put to another date.
        key = f"reminder:{event.id}:{reminder.kind}:{int(reminder.due_at.timestamp())}"
        return [
            NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="reminder",
                about={"kind": reminder.kind},
                key=f"{key}:{target.get('member_id', 'channel')}",
                channel_id=target.get("channel_id"),
                member_id=target.get("member_id"),
            )
            for target in targets
        ]
