"""Reminders go out when they are due, once, also across a restart.

    timetable -> due -> choose (domain) -> deliveries -> deliver

What one says is read as it goes out: `services/reminding.py`, then `cogs/render/reminder.py`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import reminders as rules
from bot.domain.deliveries import NewDelivery
from bot.domain.earliest import earliest
from bot.domain.events import Event
from bot.domain.reminders import Reminder
from bot.ports import Clock
from bot.services.deliver import Deliver
from db import deliveries, events, members, reminders, rsvps, snoozes
from db.engine import Database
from db.snoozes import Snoozed

log = structlog.get_logger(__name__)


class Remind:
    pending = reminders.PENDING | snoozes.PENDING

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
            again = await snoozes.due(conn, now)
            for snoozed in again:
                await self._remind_again(conn, snoozed, now)
        if by_event or again:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return earliest(await reminders.next_due(conn), await snoozes.next_due(conn))

    async def _settle(
        self, conn: AsyncConnection, event: Event, due: list[Reminder], now: datetime
    ) -> None:
        send, missed = rules.choose(due, now)
        for reminder in missed:
            await reminders.settle(conn, event.id, reminder.offset, "missed")
            log.warning("reminder missed", event_id=event.id, offset=str(reminder.offset))
        for reminder in send:
            await reminders.settle(conn, event.id, reminder.offset, "sent")
            for new in await _announcements(conn, event, reminder):
                await deliveries.add(conn, new, now)

    async def _remind_again(self, conn: AsyncConnection, snoozed: Snoozed, now: datetime) -> None:
        event = await events.get(conn, snoozed.event_id)
        if event is None:
            return
        helps = now - snoozed.due_at <= rules.grace(event.starts_at - snoozed.due_at)
        await snoozes.remove(conn, snoozed)
        if not helps:
            log.warning("reminder missed", event_id=event.id, offset="snoozed")
            return
        new = NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="reminder",
            member_id=snoozed.member_id,
            key=_key(event, "snoozed", snoozed.due_at, snoozed.member_id),
        )
        await deliveries.add(conn, new, now)


async def plan_reminders(conn: AsyncConnection, event: Event, now: datetime) -> None:
    """Plan an event's reminders for the time it has now; what was just sent stays sent."""
    offsets = await reminders.times(conn, event.id)
    offsets = rules.USUAL if offsets is None else offsets
    planned = rules.plan(event.id, event.starts_at, event.zone, now, offsets)
    settled = await reminders.settled(conn, event.id)
    await reminders.replan(conn, event.id, rules.replan(planned, settled))


async def _announcements(
    conn: AsyncConnection, event: Event, reminder: Reminder
) -> list[NewDelivery]:
    """One to the channel, with further ones where more are pinged than a message holds; and one
    to each member who wants it by message."""
    offset = reminder.offset
    going = [r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"]
    by_message = await members.reminded(conn, event.guild_id, going, "dm")
    pinged = await members.reminded(conn, event.guild_id, going, "channel")
    spans = rules.spans([m for m, which in pinged.items() if rules.reaches(which, offset)])
    in_channel = [
        NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="reminder",
            about={"offset": str(offset), "part": part, "above": above, "up_to": up_to},
            key=_key(event, str(offset), reminder.due_at, f"channel:{part}"),
            channel_id=event.channel_id,
        )
        for part, (above, up_to) in enumerate(spans)
    ]
    return in_channel + [
        NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="reminder",
            about={"offset": str(offset)},
            key=_key(event, str(offset), reminder.due_at, member_id),
            member_id=member_id,
        )
        for member_id, which in sorted(by_message.items())
        if rules.reaches(which, offset)
    ]


def _key(event: Event, what: str, due_at: datetime, whom: int | str) -> str:
    """An event that was put off is reminded of again, so the time is part of it."""
    return f"reminder:{event.id}:{what}:{due_at.timestamp():.0f}:{whom}"
