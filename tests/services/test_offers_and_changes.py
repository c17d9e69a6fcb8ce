"""A place that is offered, and what becomes of it when the tweetup is cancelled or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.announcements import EventChange, Offer, Promotion
from bot.domain.changes import Wish
from bot.domain.events import Event
from bot.errors import UserError
from bot.services.suite import Services
from tests.services.changing import cancel, edit
from tests.services.world import GUILD, NOW, World, draft


async def offered(services: Services) -> Event:
    """One place, that 1 has given up; it is offered to 2, by message, and 3 waits."""
    event = await services.events.create(draft(capacity=1))
    for member in (1, 2, 3):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, remind_where="dm")
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    return event


async def postpone(services: Services, event: Event, when: str | None = None) -> Event:
    proposal = await services.changes.propose_postponement(event, when, None)
    return (await services.changes.confirm(GUILD, proposal.draft_id))[1]


async def statuses(services: Services, event: Event, *members: int) -> list[str | None]:
    found = [(await services.rsvp.standing(GUILD, event.id, member)).rsvp for member in members]
    return [None if own is None else own.status for own in found]


def offers(world: World) -> list[tuple[int | None, str, str]]:
    return [
        (outgoing.place.member_id, found.status, found.event.state)
        for outgoing in world.discord.of(Offer)
        if isinstance(found := outgoing.announcement, Offer)
    ]


async def test_cancelling_ends_the_offer_where_it_stands(world: World) -> None:
    services = world.services()
    event = await offered(services)
    await cancel(services, event)
    await services.timetable.run_due()
    await services.deliver.drain()
    assert offers(world) == [(2, "waitlisted", "cancelled")]
    assert {o.place.member_id for o in world.discord.of(EventChange)} == {None, 2, 3}
    with pytest.raises(UserError) as refused:
        await services.rsvp.take(GUILD, event.id, 2)
    assert refused.value.key == "event.cancelled"
    world.clock.move(days=3)
    await services.timetable.run_due()
    await services.deliver.drain()
    assert await statuses(services, event, 2, 3) == ["waitlisted", "waitlisted"]
    assert not world.discord.of(Promotion)


async def test_cancelling_closes_requests(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp_control.change(event, lambda before: replace(before, approval=True))
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.privacy.consent(GUILD, 1, remind_where="dm")
    await cancel(services, event)
    await services.timetable.run_due()
    await services.deliver.drain()
    assert {o.place.member_id for o in world.discord.of(EventChange)} == {None, 1}
    with pytest.raises(UserError) as refused:
        await services.rsvp_control.decide(event, 1, approve=True)
    assert refused.value.key == "event.cancelled"
    with pytest.raises(UserError) as refused:
        await services.rsvp_control.roster(replace(event, state="cancelled"))
    assert refused.value.key == "event.cancelled"


async def test_nobody_loses_an_offer_while_a_date_is_looked_for(world: World) -> None:
    services = world.services()
    event = await postpone(services, await offered(services))
    await services.deliver.drain()
    assert offers(world) == [(2, "waitlisted", "postponed")]
    world.clock.move(days=30)
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, 4, "going")
    assert await statuses(services, event, 2, 3, 4) == ["waitlisted"] * 3, "in turn, once there is"

    sent = len(world.discord.sent)
    event = await edit(services, event, Wish(when="10 March 18:00"))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert await statuses(services, event, 2, 3, 4) == ["offered", "waitlisted", "waitlisted"]
    new = [o for o in world.discord.sent[sent:] if isinstance(o.announcement, Offer)]
    assert [o.place.member_id for o in new] == [2], "told anew, not only shown where it stood"
    own = (await services.rsvp.standing(GUILD, event.id, 2)).rsvp
    assert own is not None
    assert own.offer_until == world.clock.now() + timedelta(hours=4)
    await services.rsvp.take(GUILD, event.id, 2)
    assert await statuses(services, event, 2) == ["going"]


async def test_a_new_date_gives_an_offer_its_time_anew(world: World) -> None:
    services = world.services()
    event = await offered(services)
    world.clock.move(hours=3)
    event = await postpone(services, event, "29 January 18:00")
    await services.deliver.drain()
    assert offers(world) == [(2, "offered", "planned")], "the old message made way for another"
    world.clock.move_to(NOW + timedelta(hours=5))
    await services.timetable.run_due()
    assert await statuses(services, event, 2) == ["offered"]
    world.clock.move_to(NOW + timedelta(hours=7))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert await statuses(services, event, 2, 3) == ["lapsed", "offered"]
    assert offers(world) == [(2, "lapsed", "planned"), (3, "offered", "planned")]


@pytest.mark.parametrize("open_meanwhile", [True, False])
async def test_an_offer_that_ends_as_before_shows_the_new_date(
    world: World, open_meanwhile: bool
) -> None:
    services = world.services()
    event = await offered(services)
    if open_meanwhile:
        event = await postpone(services, event)
        await services.deliver.drain()
    event = await edit(services, event, Wish(when="29 January 18:00"))
    await services.deliver.drain()
    (offer,) = world.discord.of(Offer)
    assert isinstance(offer.announcement, Offer)
    assert (offer.announcement.status, offer.announcement.event) == ("offered", event)


async def test_an_earlier_date_leaves_no_offer_beyond_it(world: World) -> None:
    """With no time left to ask, the place is given and told."""
    services = world.services()
    event = await edit(services, await offered(services), Wish(when="8 January 14:00"))
    await services.deliver.drain()
    assert await statuses(services, event, 2) == ["going"]
    assert [o.place.member_id for o in world.discord.of(Promotion)] == [2]
    assert offers(world) == [(2, "going", "planned")]


async def test_another_place_or_name_leaves_the_offer_as_it_is(world: World) -> None:
    services = world.services()
    event = await offered(services)
    world.clock.move(hours=1)
    event = await edit(services, event, Wish(place="The Anchor"))
    world.clock.move(minutes=20)
    await services.timetable.run_due()
    await services.deliver.drain()
    assert {o.place.member_id for o in world.discord.of(EventChange)} == {None, 2, 3}
    own = (await services.rsvp.standing(GUILD, event.id, 2)).rsvp
    assert own is not None
    assert own.offer_until == NOW + timedelta(hours=4)
