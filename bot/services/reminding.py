"""What a reminder says now, read at the moment it goes out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import reminders as rules
from bot.domain.announcements import EventReminder
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.offsets import Offset, offset_of
from bot.domain.questions import unanswered
from db import answers, confirmations, events, members, questions, rsvps


async def event_reminder(
    conn: AsyncConnection, delivery: Delivery, now: datetime
) -> EventReminder | None:
    """None when there is nothing left to say: the event was cancelled or has begun, or its member
    stepped back or no longer wants it."""
    event = None if delivery.event_id is None else await events.get(conn, delivery.event_id)
    if event is None or event.state != "planned" or event.starts_at <= now:
        return None
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    written = delivery.about.get("offset")
    offset = None if written is None else offset_of(str(written))
    asks = offset is not None and rules.asks(offset)
    tone = rules.tone(event.starts_at - now)
    if delivery.member_id is None:
        part = int(str(delivery.about.get("part", 0)))
        pinged = await _pinged(conn, event, delivery, going, offset)
        if part > 0 and not pinged:
            return None
        return EventReminder(
            event,
            tone,
            len(going),
            direct=False,
            asks=asks,
            pinged=pinged,
            part=part,
            unanswered=await _unanswered(conn, event, going) if asks else 0,
        )
    wanting = await members.reminded(conn, event.guild_id, [delivery.member_id], "dm")
    if delivery.member_id not in going & wanting.keys():
        return None
    confirmed = asks and delivery.member_id in await confirmations.of_event(conn, event.id)
    return EventReminder(
        event,
        tone,
        len(going),
        direct=True,
        asks=asks and not confirmed,
        snoozes=rules.snoozes(event.starts_at, event.zone, now),
        unanswered=await _unanswered(conn, event, {delivery.member_id}) if asks else 0,
    )


async def _unanswered(conn: AsyncConnection, event: Event, member_ids: Collection[int]) -> int:
    """How many questions still need an answer from one of these members."""
    needed = [each for each in await questions.of_event(conn, event.id) if each.required]
    if not needed:
        return 0
    given = await answers.of_members(conn, event.id, member_ids)
    found = (unanswered(needed, given.get(member_id, {})) for member_id in member_ids)
    return len({question for those in found for question in those})


async def _pinged(
    conn: AsyncConnection,
    event: Event,
    delivery: Delivery,
    going: Collection[int],
    offset: Offset | None,
) -> tuple[int, ...]:
    """Whom this message pings, of those who chose that: who left or forgot meanwhile is not."""
    above = int(str(delivery.about.get("above", 0)))
    up_to = int(str(delivery.about.get("up_to", rules.LARGEST_ID)))
    chose = await members.reminded(conn, event.guild_id, going, "channel")
    found = [
        member_id
        for member_id, which in sorted(chose.items())
        if above < member_id <= up_to and (offset is None or rules.reaches(which, offset))
    ]
    # Who chose it since the message was made may be one too many for it.
    return tuple(found[: 2 * rules.PINGS - 1])
