"""What rests on an event follows its changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.announcements import EventChange, IntroductionThread, Offer
from bot.domain.changes import TELL_AFTER, Listed, Wish
from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from bot.domain.posts import Followed
from bot.errors import UserError
from db import events
from tests.services.changing import cancel, edit
from tests.services.world import (
    GUILD,
    NOW,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    post,
)

GOING, WAITING = 1, 2


async def test_a_new_hashtag_is_followed_from_now_and_the_old_one_no_more(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    followed: list[None] = []
    services.events.on_follow = lambda: followed.append(None)
    await services.ingest.take(batch(post(1, by=1)))
    world.clock.move(hours=1)
    changed = await edit(services, event, Wish(hashtag="HRsocial"))
    assert followed == [None]
    assert await services.ingest.followed() == [Followed("hrsocial", NOW + timedelta(hours=1))]
    world.clock.move(hours=1)
    late = [
        post(2, by=1, created_at=world.clock.now()),
        post(3, by=1, created_at=world.clock.now(), text="#HRsocial", hashtags=("HRsocial",)),
    ]
    await services.ingest.take(batch(*late))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 3]

    await edit(services, changed, Wish(hashtag="#hrtweetup"))
    assert [each.hashtag for each in await services.ingest.followed()] == ["hrtweetup"]


async def test_rounds_of_introductions_follow_the_date(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(post(5, by=1), post(6, by=2, reply_to_id=5)))
    event = await edit(services, event, Wish(when="29 January 18:00"))
    world.clock.move_to(STARTS - timedelta(days=9))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert world.discord.of(IntroductionThread) == []
    world.clock.move_to(event.starts_at - timedelta(days=9))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(IntroductionThread)) == 1


async def test_those_introduced_already_may_go_on_talking(world: World) -> None:
    """Cancelled before the thread is open, there is none; after that, it stays."""
    for opened_before in (True, False):
        services = world.services()
        members = (1, 2) if opened_before else (3, 4)
        event = await attendees(services, *members)
        one, other = members
        await services.ingest.take(
            batch(post(10 * one, by=one), post(10 * other, by=other, reply_to_id=10 * one))
        )
        world.clock.move_to(event.starts_at - timedelta(days=3))
        await services.timetable.run_due()
        if opened_before:
            await services.deliver.drain()
        await cancel(services, event)
        await services.deliver.drain()
        assert len(world.discord.of(IntroductionThread)) == 1
        world.clock.move_to(NOW)


async def test_no_place_at_a_tweetup_that_is_off_goes_on_to_who_waited(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    for member in (GOING, WAITING):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    await cancel(services, event)
    await services.privacy.forget(GUILD, GOING)
    await services.deliver.drain()
    assert world.discord.of(Offer) == []
    own = (await services.rsvp.standing(GUILD, event.id, WAITING)).rsvp
    assert own is not None
    assert own.status == "waitlisted"


async def test_a_step_back_before_the_news_goes_out_is_respected(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, GOING, "going")
    await services.rsvp.answer(GUILD, event.id, WAITING, "going")
    for member in (GOING, WAITING):
        await services.privacy.consent(GUILD, member, remind_where="dm")
    await edit(services, event, Wish(place="The Anchor"))
    world.clock.move(seconds=TELL_AFTER.total_seconds())
    assert await services.timetable.next_due() == world.clock.now()
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, WAITING, "declined")
    await services.deliver.drain()
    told = {outgoing.place.member_id for outgoing in world.discord.of(EventChange)}
    assert told == {None, GOING}


async def test_another_guilds_organiser_confirms_nothing(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    proposal = await services.changes.propose_cancellation(event, "Rain")
    with pytest.raises(UserError) as refusal:
        await services.changes.confirm(GUILD + 1, proposal.draft_id)
    assert refusal.value.key == "event.unknown"
    assert (await services.changes.confirm(GUILD, proposal.draft_id))[1].state == "cancelled"


async def test_a_time_that_is_over_when_it_is_confirmed_is_refused(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    proposal = await services.changes.propose_edit(event, Wish(when="8 January 12:00"))
    world.clock.move(hours=4)
    with pytest.raises(UserError) as refusal:
        await services.changes.confirm(GUILD, proposal.draft_id)
    assert refusal.value.key == "change.outdated"


async def test_an_edit_of_ours_on_its_way_is_not_taken_for_somebody_elses(world: World) -> None:
    """Its own echo comes back before it is noted as sent; and so may that of the one before."""
    services = world.services()
    event = await services.events.create(draft())
    await services.deliver.drain()
    where = (await services.listing.entries())[0]
    stale = Listed(event.name, event.starts_at, event.ends_at, event.place)

    async def look() -> Listed:
        return stale

    changed = await edit(services, event, Wish(name="HR social"))
    await services.listing.compare(where, look)
    assert await _event(world, event.id) == changed
    await services.deliver.drain()

    async def look_while_it_changes() -> Listed:
        nonlocal changed
        changed = await edit(services, changed, Wish(place="The Anchor"))
        return stale

    await services.listing.compare(where, look_while_it_changes)
    assert await _event(world, event.id) == changed
    await services.listing.compare(MessageRef(GUILD, 1), look)
    assert await _event(world, event.id) == changed


async def test_places_that_come_free_go_to_those_who_wait_in_their_order(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    for member in range(1, 6):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    await edit(services, event, Wish(capacity=3))
    await services.deliver.drain()
    offers = [each.announcement for each in world.discord.of(Offer)]
    assert [offer.mentioned for offer in offers if isinstance(offer, Offer)] == [2, 3]


async def _event(world: World, event_id: int) -> Event | None:
    async with world.database.read() as conn:
        return await events.get(conn, event_id)
