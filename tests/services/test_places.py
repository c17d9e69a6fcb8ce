"""Places that come free: offered in turn, by the clock, to the right person, once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.domain.announcements import AttendeeRole, EventCard, Notice, Offer, Promotion
from bot.domain.events import Event
from bot.domain.rsvp import RsvpSettings
from bot.errors import Unreachable, UserError
from bot.services.suite import Services
from tests.services.world import CHANNEL, GUILD, NOW, ORGANISER, STARTS, Absent, World, draft

ROLE = 70


async def full(services: Services, *waiting: int, **settings: Any) -> Event:
    """An event with one place, which member 1 has, and others in line."""
    event = await services.events.create(draft(capacity=1))
    if settings:
        await services.rsvp_control.change(event, lambda before: replace(before, **settings))
    for member in (1, *waiting):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    return event


async def status(services: Services, event: Event, member: int) -> str | None:
    own = (await services.rsvp.standing(GUILD, event.id, member)).rsvp
    return None if own is None else own.status


def offers(world: World) -> list[tuple[int | None, int | None, str]]:
    """Offers that stand: to whom by message or whom they call in the channel, and how it is."""
    return [
        (outgoing.place.member_id, found.mentioned, found.status)
        for outgoing in world.discord.of(Offer)
        if isinstance(found := outgoing.announcement, Offer)
    ]


async def test_an_offer_goes_by_message_to_those_who_asked_for_messages(world: World) -> None:
    services = world.services()
    event = await full(services, 2)
    await services.privacy.consent(GUILD, 2, remind_where="dm")
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    assert offers(world) == [(2, None, "offered")]
    (offer,) = world.discord.of(Offer)
    assert isinstance(offer.announcement, Offer)
    assert offer.announcement.until == NOW + timedelta(hours=4)
    await services.rsvp.take(GUILD, event.id, 2)
    await services.deliver.drain()
    assert offers(world) == [(2, None, "going")]
    assert not world.discord.of(Promotion)


async def test_every_offer_that_closed_messages_hold_up_becomes_a_word_in_the_channel(
    world: World,
) -> None:
    services = world.services()
    event = await full(services, 2)
    await services.privacy.consent(GUILD, 2, remind_where="dm")
    for _ in range(2):
        world.discord.fail(Offer, Unreachable("dm_closed"))
        await services.rsvp.answer(GUILD, event.id, 1, "declined")
        await services.deliver.drain()
        world.clock.move(hours=4)
        await services.timetable.run_due()
        for member in (1, 2):
            await services.rsvp.answer(GUILD, event.id, member, "going")
    assert len(world.discord.of(Notice)) == 2
    assert {outgoing.place.channel_id for outgoing in world.discord.of(Notice)} == {CHANNEL}


async def test_others_are_called_in_the_channel_until_they_have_decided(world: World) -> None:
    services = world.services()
    event = await full(services, 2)
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    assert offers(world) == [(None, 2, "offered")]
    (offer,) = world.discord.of(Offer)
    assert offer.place.channel_id == CHANNEL
    await services.rsvp.answer(GUILD, event.id, 2, "declined")
    await services.deliver.drain()
    assert offers(world) == []


async def test_an_offer_nobody_takes_goes_on_by_the_clock_also_after_a_restart(
    world: World,
) -> None:
    services = world.services()
    event = await full(services, 2, 3)
    for member in (2, 3):
        await services.privacy.consent(GUILD, member, remind_where="dm")
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    over = NOW + timedelta(hours=4)
    assert await services.timetable.next_due() == over

    world.clock.move_to(over - timedelta(seconds=1))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert offers(world) == [(2, None, "offered")]

    services = world.services()
    world.clock.move_to(over + timedelta(minutes=30))
    await services.timetable.run_due()
    await services.timetable.run_due()
    await services.deliver.drain()
    assert offers(world) == [(2, None, "lapsed"), (3, None, "offered")]
    with pytest.raises(UserError) as refused:
        await services.rsvp.take(GUILD, event.id, 2)
    assert refused.value.key == "rsvp.offer_gone"
    assert await status(services, event, 2) == "lapsed"


async def test_in_the_last_hours_the_place_is_given_and_told(world: World) -> None:
    services = world.services()
    event = await full(services, 2)
    world.clock.move_to(STARTS - timedelta(hours=3))
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    assert await status(services, event, 2) == "going"
    (promotion,) = world.discord.of(Promotion)
    assert promotion.announcement == Promotion(event, "promoted", mentioned=2)


async def test_a_refused_tap_leaves_those_it_was_written_with_untouched(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    taps = [
        services.rsvp.answer(GUILD, event.id, 1, "going"),
        services.rsvp.bring(GUILD, event.id, 2, 1),
        services.rsvp.answer(GUILD, event.id, 2, "going"),
        services.rsvp.answer(GUILD + 1, event.id, 3, "going"),
    ]
    one, refused, two, elsewhere = await asyncio.gather(*taps, return_exceptions=True)
    assert isinstance(refused, UserError)
    assert refused.key == "rsvp.not_coming"
    assert isinstance(elsewhere, UserError)
    assert elsewhere.key == "event.unknown"
    assert not isinstance(one, BaseException)
    assert not isinstance(two, BaseException)
    assert [one.rsvp and one.rsvp.status, two.rsvp and two.rsvp.status] == ["going", "waitlisted"]


async def test_a_tap_whose_person_gave_up_waiting_still_counts(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    services.rsvp.answer(GUILD, event.id, 1, "going").cancel()
    assert (await services.rsvp.answer(GUILD, event.id, 2, "going")).rsvp is not None
    assert await status(services, event, 1) == "going"
    assert await status(services, event, 2) == "waitlisted"


async def test_the_card_closes_when_answering_does(world: World) -> None:
    services = world.services()
    event = await full(services, deadline=NOW + timedelta(days=1))
    await services.deliver.drain()
    assert await services.timetable.next_due() == NOW + timedelta(days=1)
    assert not card(world).closed
    world.clock.move(days=1)
    await services.timetable.run_due()
    await services.deliver.drain()
    assert card(world).closed
    assert await services.timetable.next_due() != NOW + timedelta(days=1)

    await services.rsvp_control.change(
        event, lambda before: replace(before, deadline=NOW + timedelta(days=2))
    )
    await services.deliver.drain()
    assert not card(world).closed


async def test_names_are_shown_of_those_who_agreed_and_are_going(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp_control.change(event, lambda before: replace(before, guests=2))
    for member in range(1, 26):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, listed=member > 1)
    await services.rsvp.bring(GUILD, event.id, 3, 2)
    await services.rsvp.answer(GUILD, event.id, 2, "maybe")
    await services.deliver.drain()
    assert (card(world).going, card(world).others) == (26, 6)
    assert card(world).names == tuple(range(3, 23))
    await services.privacy.consent(GUILD, 3, listed=False)
    await services.deliver.drain()
    assert card(world).names == tuple(range(4, 24))


async def test_requests_call_the_organiser_once_and_the_word_reaches_who_asked(
    world: World,
) -> None:
    services = world.services()
    event = await full(services, 2, 3, approval=True)
    await services.deliver.drain()
    (call,) = world.discord.of(Notice)
    assert call.place.member_id == ORGANISER
    assert isinstance(call.announcement, Notice)
    assert call.announcement.key == "requests"

    control = services.rsvp_control
    assert (await control.decide(event, 2, approve=True)).status == "going"
    assert (await control.decide(event, 3, approve=True)).status == "waitlisted"
    assert (await control.decide(event, 1, approve=False)).status == "refused"
    await services.deliver.drain()
    told = {
        found.mentioned: found.news
        for outgoing in world.discord.of(Promotion)
        if isinstance(found := outgoing.announcement, Promotion)
    }
    assert told == {1: "refused", 2: "approved", 3: "queued"}
    with pytest.raises(UserError):
        await control.decide(event, 1, approve=True)

    await services.rsvp.answer(GUILD, event.id, 4, "going")
    await services.deliver.drain()
    assert len(world.discord.of(Notice)) == 2, "a new wave of requests"


async def test_the_role_comes_and_goes_with_the_place(world: World) -> None:
    services = world.services()
    event = await full(services, 2, attendee_role=ROLE)
    await services.deliver.drain()
    assert roles(world) == {(ROLE, 1)}
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.rsvp.take(GUILD, event.id, 2)
    await services.deliver.drain()
    assert roles(world) == {(ROLE, 2)}
    await services.rsvp_control.change(event, lambda before: replace(before, attendee_role=71))
    await services.deliver.drain()
    assert roles(world) == {(71, 2)}
    await services.privacy.forget(GUILD, 2)
    await services.deliver.drain()
    assert roles(world) == set()


async def test_a_role_that_cannot_be_given_is_told_once_and_tried_again(world: World) -> None:
    services = world.services()
    await full(services, attendee_role=ROLE)
    for _ in range(2):
        world.discord.fail(AttendeeRole, Unreachable("no_permission"))
        await services.deliver.drain()
        world.clock.move(minutes=20)
    assert roles(world) == set()
    (notice,) = world.discord.of(Notice)
    assert notice.place.member_id == ORGANISER
    assert isinstance(notice.announcement, Notice)
    assert notice.announcement.key == "role.no_permission"
    await services.deliver.drain()
    assert roles(world) == {(ROLE, 1)}
    assert len(world.discord.of(Notice)) == 1


async def test_who_left_the_server_frees_the_place_and_the_turn(world: World) -> None:
    services = world.services()
    event = await full(services, 2, 3)
    presence = Absent(1, 2, 99)
    await services.leavers.look(presence)
    statuses = [await status(services, event, member) for member in (1, 2, 3)]
    assert statuses == ["left", "left", "offered"]

    presence.members = None
    await services.leavers.look(presence)
    assert await status(services, event, 3) == "offered"
    world.clock.move(days=20)
    presence.members = {3}
    await services.leavers.look(presence)
    assert await status(services, event, 3) == "offered", "it is over"


async def test_who_is_back_and_answered_before_it_is_their_turn_keeps_the_place(
    world: World,
) -> None:
    services = world.services()
    event = await full(services, 2)

    class Back(Absent):
        async def gone(self, guild_id: int, member_ids: Collection[int]) -> set[int]:
            found = await super().gone(guild_id, member_ids)
            await services.rsvp.answer(GUILD, event.id, 2, "declined")
            await services.rsvp.answer(GUILD, event.id, 2, "going")
            return found

    await services.leavers.look(Back(2))
    assert await status(services, event, 2) == "waitlisted"
    await services.leavers.look(Absent(2))
    assert await status(services, event, 2) == "left"


async def test_numbers_and_deadlines_that_cannot_be_are_refused(world: World) -> None:
    services = world.services()
    event = await full(services)
    control = services.rsvp_control
    for wrong in (RsvpSettings(guests=11), RsvpSettings(offer_hours=49), RsvpSettings(guests=-1)):
        with pytest.raises(UserError):
            await control.change(event, partial(_instead, wrong))
    with pytest.raises(UserError) as late:
        control.deadline(event, "22 January 19:00")
    assert late.value.key == "rsvp.deadline_late"
    assert control.deadline(event, "21 January 12:00") == STARTS - timedelta(hours=30)
    assert await control.settings(event) == RsvpSettings()


def _instead(settings: RsvpSettings, _before: RsvpSettings) -> RsvpSettings:
    return settings


def card(world: World) -> EventCard:
    (found,) = world.discord.of(EventCard)
    assert isinstance(found.announcement, EventCard)
    return found.announcement


def roles(world: World) -> set[tuple[int, int]]:
    return {
        (given.role_id, given.member_id)
        for outgoing in world.discord.of(AttendeeRole)
        if isinstance(given := outgoing.announcement, AttendeeRole)
    }
