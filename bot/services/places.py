"""What is said of places: on the card, to those who get one, by the role they have.

As with every delivery, read from the database at the moment it goes out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import AttendeeRole, EventCard, Offer, Promotion
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.roster import Roster
from bot.domain.rsvp import Rsvp, Status
from db import events, members, rsvp_settings, rsvps

NAMES = 20


async def event_card(conn: AsyncConnection, event: Event) -> EventCard:
    settings, tally = await rsvp_settings.get(conn, event.id), await rsvps.tally(conn, event.id)
    everyone = await rsvps.of_event(conn, event.id)
    going = [rsvp.member_id for rsvp in everyone if rsvp.status == "going"]
    listed = await members.agreed(conn, event.guild_id, going, "listed")
    names = tuple(member_id for member_id in going if member_id in listed)[:NAMES]
    return EventCard(
        event,
        tally.get("going", 0),
        tally.get("maybe", 0),
        tally.get("waitlisted", 0) + tally.get("offered", 0),
        open_places=Roster(event, settings, everyone).open_places,
        names=names,
        others=tally.get("going", 0) - len(names),
        settings=settings,
        closed=await rsvp_settings.is_closed(conn, event.id),
    )


async def promotion(conn: AsyncConnection, delivery: Delivery) -> Promotion | None:
    """None once the member no longer stands as the news would tell."""
    event, own = await _own(conn, delivery)
    news: Any = delivery.about.get("news", "promoted")
    wanted = {"queued": "waitlisted", "refused": "refused"}.get(news, "going")
    if event is None or event.state == "cancelled" or own is None or own.status != wanted:
        return None
    return Promotion(event, news, _mentioned(delivery))


async def offer(conn: AsyncConnection, delivery: Delivery) -> Offer | None:
    """What stands already says how the offer ended, where that is for the member alone."""
    event, own = await _own(conn, delivery)
    if event is None or own is None:
        return None
    if own.offer_until is not None and delivery.about.get("until") != _stamp(own.offer_until):
        return None  # they have another offer, for the time that stands now
    # Another answer has another turn: this offer was passed on, whatever came later.
    status: Status = own.status if own.turn == delivery.about["turn"] else "declined"
    if status != "offered" and (delivery.member_id is None or delivery.standing is None):
        return None
    return Offer(event, status, own.offer_until, own.party, _mentioned(delivery))


async def attendee_role(conn: AsyncConnection, delivery: Delivery) -> AttendeeRole:
    return AttendeeRole(
        delivery.guild_id, delivery.channel_id or 0, int(str(delivery.about["member"]))
    )


async def _own(conn: AsyncConnection, delivery: Delivery) -> tuple[Event | None, Rsvp | None]:
    member_id = delivery.member_id or int(str(delivery.about.get("member", 0)))
    if delivery.event_id is None:
        return None, None
    return (
        await events.get(conn, delivery.event_id),
        await rsvps.get(conn, delivery.event_id, member_id),
    )


def _stamp(until: datetime) -> int:
    return int(until.timestamp())


def _mentioned(delivery: Delivery) -> int | None:
    return None if delivery.member_id is not None else int(str(delivery.about["member"]))
