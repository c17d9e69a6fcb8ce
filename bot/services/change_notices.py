"""Those who mean to come hear of changes: several in a row as one, each once."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import Change, ChangeKind, concerns, facts, tell_at, told
from bot.domain.changes import both as graver
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.ports import Clock
from bot.services.deliver import Deliver
from db import changes, deliveries, events, members, rsvps
from db.engine import Database

log = structlog.get_logger(__name__)


class ChangeNotices:
    pending = changes.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Hand every change that is due to the deliveries."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            due = await changes.due(conn, now)
            for change in due:
                event = await events.lock(conn, change.event_id)
                if event is not None and await changes.settle(conn, change.id):
                    for new in await _announcements(conn, event, change):
                        await deliveries.add(conn, new, now)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return await changes.next_due(conn)


async def note_change(conn: AsyncConnection, event: Event, kind: ChangeKind, now: datetime) -> None:
    """Have people told what becomes of the event, which still stands as it was before.

    What they have yet to hear of an earlier change they hear together with this one.
    """
    earlier = await changes.waiting(conn, event.id)
    if earlier is None:
        change = Change(event.id, kind, facts(event), now, tell_at(kind, now, now))
    else:
        kind = graver(earlier.kind, kind)
        due_at = tell_at(kind, earlier.made_at, now)
        change = Change(event.id, kind, earlier.before, earlier.made_at, due_at, id=earlier.id)
    await changes.save(conn, change)


async def _announcements(conn: AsyncConnection, event: Event, change: Change) -> list[NewDelivery]:
    """To the channel, and by message to those whom it concerns and who agreed to messages."""
    answers = await rsvps.of_event(conn, event.id)
    concerned = {r.member_id for r in answers if r.status in concerns(change.kind)}
    if change.kind == "edited" and not (concerned and told(change.before, event)):
        return []
    agreed = await members.written_to(conn, event.guild_id, concerned)
    # Those of them who want no messages are called in the channel when theirs would go out.
    reminded = await members.reminded(conn, event.guild_id, concerned, "dm")
    targets: list[dict[str, int]] = [{"channel_id": event.channel_id}]
    targets += [{"member_id": member_id} for member_id in sorted(agreed | reminded.keys())]
    log.info("change told", event_id=event.id, kind=change.kind, directly=len(targets) - 1)
    return [
        NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="change",
            about={"change": change.id},
            key=f"change:{change.id}:{target.get('member_id', 'channel')}",
            channel_id=target.get("channel_id"),
            member_id=target.get("member_id"),
        )
        for target in targets
    ]
