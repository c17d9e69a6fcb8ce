"""How the conversation before a tweetup grows: shown to its organisers, and told every week.

A note is decided on in the transaction that remembers it was: once, however often the bot stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import momentum as rules
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.momentum import Momentum
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.momentum_loading import ToDo, figures, to_do
from db import deliveries, events, filters, momentum_notes, organisers
from db.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MomentumShown:
    """What organisers are shown who ask. `weekly`: they also get the note. There is nothing `to_do`
    any more once the tweetup is over, or called off."""

    event: Event
    momentum: Momentum
    to_do: ToDo | None
    weekly: bool


class Momentums:
    pending = events.ANY_AHEAD

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def shown(self, event: Event) -> MomentumShown:
        now = self._clock.now()
        async with self._database.read() as conn:
            return MomentumShown(
                event,
                await figures(conn, event, now),
                await to_do(conn, event, now) if _is_ahead(event, now) else None,
                (await momentum_notes.get(conn, event.id)).weekly,
            )

    async def set_weekly(self, event: Event, *, weekly: bool) -> None:
        """Whether organisers get the weekly note from now on."""
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            settings = await momentum_notes.get(conn, event.id)
            await momentum_notes.save(conn, event.id, settings._replace(weekly=weekly))

    async def run_due(self) -> None:
        """Send the notes that are due; those too late, or with nothing in them, are left out."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = [event.id for at, event in await _coming(conn, now) if at <= now]
        for event_id in due:
            async with self._database.begin() as conn:
                await _see_to(conn, event_id, now)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return min((at for at, _ in await _coming(conn, self._clock.now())), default=None)


def _is_ahead(event: Event, now: datetime) -> bool:
    return event.state != "cancelled" and not event.is_over(now)


async def _coming(conn: AsyncConnection, now: datetime) -> list[tuple[datetime, Event]]:
    """When the next note is due, of every event that has one to come."""
    upcoming = await events.upcoming(conn, now)
    settings = await momentum_notes.of_events(conn, [event.id for event in upcoming])
    found = []
    for event in upcoming:
        own = settings.get(event.id, momentum_notes.NoteSettings())
        due = rules.note_due(event, own.seen_to)
        if own.weekly and due is not None and now < event.starts_at:
            found.append((due, event))
    return found


async def _see_to(conn: AsyncConnection, event_id: int, now: datetime) -> None:
    event = await events.lock(conn, event_id)
    settings = await momentum_notes.get(conn, event_id)
    due = None if event is None else rules.note_due(event, settings.seen_to)
    if event is None or due is None or due > now:
        return
    due = rules.latest_due(event, due, now)
    await momentum_notes.save(conn, event_id, settings._replace(seen_to=due))
    if now - due > rules.NOTE_GRACE:
        log.warning("weekly note missed", event_id=event_id)
        return
    if (await figures(conn, event, now)).is_silent:
        return
    for new in await _notes(conn, event, due):
        await deliveries.add(conn, new, now)


async def _notes(conn: AsyncConnection, event: Event, due: datetime) -> list[NewDelivery]:
    """One to the organisers' channel, where they have one; else to each by message."""
    channel_id = (await filters.get(conn, event.id)).review_channel_id
    named = [event.organiser_id, *await organisers.named(conn, event.id)]
    members: list[int | None] = [None] if channel_id is not None else [*dict.fromkeys(named)]
    return [
        NewDelivery(
            guild_id=event.guild_id,
            kind="momentum",
            event_id=event.id,
            channel_id=channel_id,
            member_id=member_id,
            key=f"momentum:{event.id}:{due.timestamp():.0f}:{member_id or 'channel'}",
        )
        for member_id in members
    ]
