"""What follows from a change of an event, in the transaction that makes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import introductions
from bot.domain.changes import ChangeKind, Facts, facts, moves, revised
from bot.domain.events import TRACKED_AFTER, Event
from bot.domain.posts import normalise_hashtag
from bot.services import roster as rosters
from bot.services.change_notices import note_change
from bot.services.remind import plan_reminders
from bot.services.withdraw import withdraw
from db import confirmations, deliveries, events, hashtags, rounds
from db import introductions as introduction_rows


async def apply_change(
    conn: AsyncConnection, event: Event, kind: ChangeKind, after: Facts, now: datetime
) -> Event:
    """Let the event, which is locked, stand as `after`; everything that rests on it follows."""
    changed = revised(event, after)
    await events.change(conn, changed)
    await note_change(conn, event, kind, now)
    if moves(facts(event), after):
        await confirmations.clear(conn, event.id)
    redated = (event.starts_at, event.zone, event.state) != (
        changed.starts_at,
        changed.zone,
        changed.state,
    )
    if redated:
        await rosters.renew_offers(conn, changed, now)
    if changed.state == "cancelled":
        await _withdraw_unseen_introductions(conn, changed, now)
    else:
        await _follow(conn, event, changed, now)
        # Nobody loses a place to a smaller capacity.
        await rosters.rearrange(conn, changed, now)
    if changed.state == "planned" and redated:
        await _plan(conn, changed, now)
    await deliveries.rearm(conn, f"card:{event.id}", now)
    listed = changed.state == "planned"
    await deliveries.rearm(conn, f"scheduled_event:{event.id}", now, wanted=listed)
    return changed


async def _follow(conn: AsyncConnection, event: Event, changed: Event, now: datetime) -> None:
    until = changed.ends_at + TRACKED_AFTER
    if normalise_hashtag(event.hashtag) == normalise_hashtag(changed.hashtag):
        await hashtags.follow(conn, changed, until)
        return
    await hashtags.stop(conn, event, now)
    await hashtags.follow(conn, changed, until, since=now)


async def _plan(conn: AsyncConnection, event: Event, now: datetime) -> None:
    await plan_reminders(conn, event, now)
    due_ats = introductions.rounds(event.starts_at, event.zone, now)
    await rounds.replan(conn, event.id, due_ats)


async def _withdraw_unseen_introductions(
    conn: AsyncConnection, event: Event, now: datetime
) -> None:
    """Who has been introduced may go on talking; who has not is not any more."""
    for made in await introduction_rows.of_event(conn, event.id):
        delivery = await deliveries.of_key(conn, f"introduction_thread:{made.id}")
        if made.state == "made" and (delivery is None or delivery.standing is None):
            await withdraw(conn, made, now)
