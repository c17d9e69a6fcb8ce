from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef, NewDelivery
from bot.domain.events import Event
from bot.domain.members import Consents
from bot.domain.rsvp import Rsvp, RsvpSettings
from db import delivered, deliveries, events, members, rsvp_settings, rsvps, sending
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_draft, cancel

SET = RsvpSettings(3, NOW + HOUR, True, LARGEST, LARGEST - 1, 12)


async def test_settings_come_back_as_they_were_set(conn: AsyncConnection, event: Event) -> None:
    assert await rsvp_settings.get(conn, event.id) == RsvpSettings()
    await rsvp_settings.save(conn, event.id, SET)
    assert await rsvp_settings.get(conn, event.id) == SET
    await rsvp_settings.save(conn, event.id, RsvpSettings())
    assert await rsvp_settings.get(conn, event.id) == RsvpSettings()


async def test_a_deadline_is_seen_to_once_and_again_when_it_is_moved(
    conn: AsyncConnection, event: Event
) -> None:
    await rsvp_settings.save(conn, event.id, SET)
    assert await rsvp_settings.next_closing(conn) == NOW + HOUR
    assert await rsvp_settings.closing(conn, NOW) == []
    assert await rsvp_settings.closing(conn, NOW + HOUR) == [event.id]
    assert not await rsvp_settings.is_closed(conn, event.id)
    await rsvp_settings.settle_closing(conn, event.id)
    assert await rsvp_settings.is_closed(conn, event.id)
    assert await rsvp_settings.closing(conn, NOW + HOUR) == []
    assert await rsvp_settings.next_closing(conn) is None
    await rsvp_settings.save(conn, event.id, replace(SET, deadline=NOW + 2 * HOUR))
    assert not await rsvp_settings.is_closed(conn, event.id)
    await rsvp_settings.save(conn, event.id, RsvpSettings())
    assert not await rsvp_settings.is_closed(conn, event.id)
    assert await rsvp_settings.next_closing(conn) is None


async def test_guests_notes_and_offers_come_back(conn: AsyncConnection, event: Event) -> None:
    answers = [
        Rsvp(1, "going", 1, guests=2, note="Ügly 'quotes' 🎉"),
        Rsvp(2, "offered", 2, offer_until=NOW + HOUR),
        Rsvp(3, "waitlisted", 3, guests=1),
    ]
    await rsvps.save(conn, event.id, answers, NOW)
    assert await rsvps.of_event(conn, event.id) == answers
    assert await rsvps.get(conn, event.id, 2) == answers[1]
    assert await rsvps.get(conn, event.id, 4) is None
    assert await rsvps.tally(conn, event.id) == {"going": 3, "offered": 1, "waitlisted": 2}
    assert await rsvps.next_offer_over(conn) == NOW + HOUR
    assert await rsvps.offers_over(conn, NOW) == []
    assert await rsvps.offers_over(conn, NOW + HOUR) == [event.id]
    await rsvps.save(conn, event.id, [Rsvp(2, "going", 2)], NOW)
    assert await rsvps.next_offer_over(conn) is None


async def test_cancelled_and_past_events_are_seen_to_no_more(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft(ends_at=NOW))
    await rsvp_settings.save(conn, event.id, SET)
    await rsvps.save(conn, event.id, [Rsvp(2, "offered", 2, offer_until=NOW)], NOW)
    assert await events.upcoming(conn, NOW - timedelta(seconds=1)) == [event, other]
    assert await events.upcoming(conn, NOW) == [event]
    await cancel(conn, event.id)
    assert await events.upcoming(conn, NOW) == []
    assert await rsvps.offers_over(conn, NOW) == []
    assert await rsvps.next_offer_over(conn) is None
    assert await rsvp_settings.closing(conn, NOW + HOUR) == []
    assert await rsvp_settings.next_closing(conn) is None


async def test_a_name_on_cards_is_a_consent_of_its_own(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 1, listed=True)
    await members.set_consents(conn, GUILD, 2, introductions=True)
    assert await members.agreed(conn, GUILD, [1, 2], "listed") == {1}
    assert await members.consents_of(conn, GUILD, [1, 2, 3]) == {
        1: Consents(listed=True),
        2: Consents(introductions=True),
    }


async def test_of_a_role_that_was_taken_nothing_stays(conn: AsyncConnection, event: Event) -> None:
    role = NewDelivery(
        guild_id=GUILD, kind="role", event_id=event.id, channel_id=7, about={"member": 1}, key="r"
    )
    role_id = await deliveries.add(conn, role, NOW)
    assert role_id is not None
    await sending.settle_sent(conn, role_id, 1, MessageRef(7, 1), NOW)
    await deliveries.rearm(conn, "r", NOW, wanted=False)
    await delivered.forget_member(conn, GUILD, 1)
    assert await deliveries.get(conn, role_id) is not None, "it is still to be taken"
    await sending.settle_removed(conn, role_id, 2)
    assert await deliveries.get(conn, role_id) is None

    role_id = await deliveries.add(conn, role, NOW)
    assert role_id is not None
    await delivered.forget_member(conn, GUILD, 1)
    assert await deliveries.get(conn, role_id) is None
