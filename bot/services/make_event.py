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
    questions,
    reminders,
    rounds,
    rsvp_settings,
)


async def make_event(
    conn: AsyncConnection,
    draft: EventDraft,
    now: datetime,
    *,
    like: Event | None = None,
    after: Event | None = None,
) -> Event:
    """Make the event: its card, its scheduled event, its reminders, its tracking.

    All that was set for `like` is set for it. So it is with `after`, the one before it in a series,
    whose posts are also parted from its own, and which hands on a pause.
    """
    event = await events.add(conn, draft)
    since = None
    if like is not None:
        await _copy_settings(conn, like, event)
    if after is not None:
        await _copy_settings(conn, after, event)
        paused = (await feed_settings.get(conn, after.id)).paused
        await feed_settings.pause(conn, event.id, paused=paused)
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
    await questions.copy(conn, before.id, event.id)
    quiet = (await feed_settings.get(conn, before.id)).quiet
    await feed_settings.set_quiet(conn, event.id, quiet)
    await filters.copy(conn, before.id, event.id)
    await momentum_notes.copy(conn, before.id, event.id)
