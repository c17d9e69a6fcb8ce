"""What a new tweetup brings with it, in the transaction that makes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import introductions, series
from bot.domain.deliveries import NewDelivery
from bot.domain.events import TRACKED_AFTER, Event, EventDraft
from bot.services.remind import plan_reminders
from db import (
    deliveries,
    events,
    feed_settings,
    filters,
    hashtags,
    momentum_notes,
    organisers,
    reminders,
    rounds,
    rsvp_settings,
)


async def make_event(
    conn: AsyncConnection, draft: EventDraft, now: datetime, *, after: Event | None = None
) -> Event:
    """Make the event: its card, its scheduled event, its reminders, its tracking.

    With `after`, the one before it in a series, all that was set for that one is set for it.
    """
    event = await events.add(conn, draft)
    since = None
    if after is not None:
        await _copy_settings(conn, after, event)
        since = series.heard_since(draft, after)
    await hashtags.follow(conn, event, event.ends_at + TRACKED_AFTER, since)
    await plan_reminders(conn, event, now)
    await rounds.plan(conn, event.id, introductions.rounds(event.starts_at, event.zone, now))
    card = NewDelivery(
        guild_id=event.guild_id,
        event_id=event.id,
        kind="card",
        channel_id=event.channel_id,
        key=f"card:{event.id}",
    )
    scheduled = NewDelivery(
        guild_id=event.guild_id,
        event_id=event.id,
        kind="scheduled_event",
        key=f"scheduled_event:{event.id}",
    )
    for new in (card, scheduled):
        await deliveries.add(conn, new, now)
    return event


async def _copy_settings(conn: AsyncConnection, before: Event, event: Event) -> None:
    await organisers.name(conn, event.id, *await organisers.named(conn, before.id))
    answering = await rsvp_settings.get(conn, before.id)
    await rsvp_settings.save(conn, event.id, series.answering(answering, before, event))
    offsets = await reminders.times(conn, before.id)
    if offsets is not None:
        await reminders.set_times(conn, event.id, offsets)
    feed = await feed_settings.get(conn, before.id)
    await feed_settings.set_quiet(conn, event.id, feed.quiet)
    await feed_settings.pause(conn, event.id, paused=feed.paused)
    await filters.copy(conn, before.id, event.id)
    await momentum_notes.copy(conn, before.id, event.id)
