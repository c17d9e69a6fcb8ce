"""Rounds of introductions on the real database: who is late, who is left, what counts as talk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.door import Door
from bot.domain.events import Event
from bot.errors import UserError
from bot.services.suite import Services
from db import doors
from tests.services.holding import TALK, due, hold, introduced, made, together
from tests.services.world import (
    GUILD,
    NOW,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    link,
    mention,
    post,
)


class Bell:
    rang = False

    def ring(self) -> None:
        self.rang = True


# --- Late: whatever makes somebody willing after a round gets them one at once.


async def _says_yes(services: Services, event: Event) -> None:
    await services.rsvp.answer(GUILD, event.id, 3, "going")


async def _agrees(services: Services, event: Event) -> None:
    await services.privacy.consent(GUILD, 3, introductions=True)


async def _proves(services: Services, event: Event) -> None:
    await link(services, 3)


async def _comes_off_the_waitlist(services: Services, event: Event) -> None:
    await services.rsvp.answer(GUILD, event.id, 9, "declined")
    await services.rsvp.answer(GUILD, event.id, 3, "going")


async def _is_checked_in(services: Services, event: Event) -> None:
    await services.door.check_in(GUILD, event.id, 3, by=ORGANISER)


LATE: dict[str, Callable[[Services, Event], Awaitable[None]]] = {
    "rsvp": _says_yes,
    "consent": _agrees,
    "proof": _proves,
    "waitlist": _comes_off_the_waitlist,
    "door": _is_checked_in,
}


@pytest.mark.parametrize("what", LATE)
async def test_whoever_becomes_willing_after_a_round_is_introduced_at_once(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = world.services()
    capacity = 3 if what == "waitlist" else None
    event = await services.events.create(draft(capacity=capacity))
    for member in (1, 2) if what != "waitlist" else (1, 2, 9):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, introductions=True)
        await link(services, member)
    if what != "consent":
        await services.privacy.consent(GUILD, 3, introductions=True)
    if what != "proof":
        await link(services, 3)
    if what in ("consent", "proof", "waitlist"):
        await services.rsvp.answer(GUILD, event.id, 3, "going")
    await services.ingest.take(batch(*TALK))
    await hold(services, world)
    assert await together(world, event) == [(1, 2)]
    if what == "door":
        world.clock.move_to(STARTS + timedelta(minutes=30))
        async with world.database.begin() as conn:
            await doors.save(conn, Door(event.id, "ab" * 16, world.clock.now()))
    alarm = Bell()
    monkeypatch.setattr(services.timetable, "_alarm", alarm)
    await LATE[what](services, event)
    assert alarm.rang, "the timetable sleeps on"
    due_at = await services.timetable.next_due()
    assert due_at is not None
    assert due_at <= world.clock.now()
    await due(services)
    assert sorted(await together(world, event)) == [(1, 2), (1, 3)]
    await due(services)
    assert len(await made(world, event)) == 2


async def test_before_the_first_round_nobody_is_late(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(*TALK))
    await due(services)
    assert await made(world, event) == []


async def test_those_who_were_there_already_wait_for_the_next_round(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3, 4)
    await services.ingest.take(batch(*TALK[:2], post(5, by=3, reply_to_id=1, reply_to_author_id=1)))
    await hold(services, world, 10)
    await services.ingest.take(batch(post(6, by=4, reply_to_id=2, reply_to_author_id=2)))
    before = await together(world, event)
    await services.privacy.consent(GUILD, 7, introductions=True)
    await due(services)
    assert await together(world, event) == before
    await hold(services, world, 3)
    assert (2, 4) in await together(world, event)


# --- Promises.


async def test_a_third_joins_a_pair_and_goes_on_with_whom_they_talked(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    await services.ingest.take(batch(*TALK))
    await hold(services, world)
    (trio,) = await made(world, event)
    assert len(trio.member_ids) == 3
    assert set(trio.evidence) == {2, 3}
    first, second = (m.member_id for m in trio.members if not m.joined)
    assert 1 in (first, second)
    gone = second if first == 1 else first
    await services.rsvp.answer(GUILD, event.id, gone, "declined")
    await services.deliver.drain()
    (pair,) = await made(world, event)
    assert set(pair.member_ids) == {1, 2, 3} - {gone}
    assert not any(member.joined for member in pair.members)
    assert introduced(world) == [sorted(pair.member_ids)]


async def test_of_three_nothing_stays_where_nothing_stands_between_the_others(
    world: World,
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    await services.ingest.take(batch(*TALK))
    await hold(services, world)
    await services.privacy.forget(GUILD, 1)
    await services.deliver.drain()
    assert await made(world, event) == []
    assert introduced(world) == []


@pytest.mark.parametrize("blocker", [1, 2])
async def test_who_blocked_somebody_is_never_introduced_to_them(world: World, blocker: int) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(*TALK))
    await services.blocks.block(GUILD, blocker, 3 - blocker)
    await hold(services, world, 10)
    assert await made(world, event) == []
    assert await services.blocks.unblock(GUILD, blocker, 3 - blocker)
    await hold(services, world, 3)
    assert await together(world, event) == [(1, 2)]
    await services.blocks.block(GUILD, blocker, 3 - blocker)
    await services.deliver.drain()
    assert await made(world, event) == []
    assert introduced(world) == []


async def test_a_block_outlives_that_the_blocked_one_is_forgotten(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(*TALK))
    await services.blocks.block(GUILD, 1, 2)
    await services.privacy.forget(GUILD, 2)
    await services.rsvp.answer(GUILD, event.id, 2, "going")
    await services.privacy.consent(GUILD, 2, introductions=True)
    claim = await services.links.claim(GUILD, 2, "person2")
    await services.ingest.take(batch(post(90, by=2, text=f"{claim.link.code} #HRTweetup")))
    await hold(services, world)
    assert await made(world, event) == []
    assert (await services.privacy.known(GUILD, 1)).blocked == 1
    await services.privacy.forget(GUILD, 1)
    assert (await services.privacy.known(GUILD, 1)).blocked == 0


async def test_nobody_meets_more_people_than_they_chose(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    await services.privacy.consent(GUILD, 1, introduced_at_most=1)
    await services.ingest.take(batch(*TALK))
    for days in (10, 3, 1):
        await hold(services, world, days)
    (pair,) = await made(world, event)
    assert len(pair.member_ids) == 2


async def test_a_bridge_names_only_who_comes_and_agreed_to_it(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    await services.privacy.consent(GUILD, 1, introduced_at_most=0, listed=True)
    chatter = [post(n, by=1 + n % 3) for n in range(20, 50)]
    await services.ingest.take(batch(*TALK, *chatter))
    await hold(services, world, 10)
    (bridge,) = await made(world, event)
    assert (bridge.kind, bridge.member_ids, bridge.shared) == ("bridge", (2, 3), (1,))
    await services.privacy.consent(GUILD, 1, listed=False)
    await services.deliver.drain()
    assert await made(world, event) == []
    assert introduced(world) == []


async def test_what_was_never_said_may_be_said_later(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(*TALK))
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, 2, "declined")
    await services.deliver.drain()
    await services.rsvp.answer(GUILD, event.id, 2, "going")
    await due(services)
    assert introduced(world) == [[1, 2]]
    await services.rsvp.answer(GUILD, event.id, 2, "declined")
    await services.rsvp.answer(GUILD, event.id, 2, "going")
    await due(services)
    assert await made(world, event) == []


# --- What counts as talk.

ADVERT = (
    "We're hiring! Senior HR Advisor, London, £45,000. Apply now: https://example.com/jobs/1 "
    "#HRTweetup #jobs #vacancy"
)


@pytest.mark.parametrize("allowed", [False, True])
async def test_a_job_ad_that_names_somebody_is_no_talk_unless_organisers_say_so(
    world: World, allowed: bool
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    named = replace(post(40, by=1, text=ADVERT), mentions=(mention(2),))
    await services.ingest.take(batch(named))
    if allowed:
        await services.review.set_standing(event, "person1", "allowed")
    await hold(services, world)
    assert await together(world, event) == ([(1, 2)] if allowed else [])


async def test_talk_before_an_earlier_tweetup_counts_as_well(world: World) -> None:
    services = world.services()
    earlier = await services.events.create(
        draft(hashtag="HRTweetup", starts_at=NOW + timedelta(days=2))
    )
    await services.ingest.take(batch(*TALK))
    event = await services.events.create(
        draft(hashtag="HRsummer", starts_at=STARTS + timedelta(days=30))
    )
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, introductions=True)
        await link(services, member)
    await hold(services, world, -27)
    assert await together(world, event) == [(1, 2)]
    assert await made(world, earlier) == []


# --- On demand.


async def test_a_round_on_demand_tells_how_many_and_why_not(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.rsvp.answer(GUILD, event.id, 8, "going")
    none = await services.introduce.hold_now(event)
    assert (none.coming, none.willing, none.talked, none.introduced) == (3, 2, 0, 0)
    await services.ingest.take(batch(*TALK))
    world.clock.move(hours=1)
    held = await services.introduce.hold_now(event)
    assert (held.talked, held.introduced) == (2, 2)
    again = await services.introduce.hold_now(event)
    assert (again.talked, again.introduced) == (2, 0)
    world.clock.move_to(event.ends_at)
    with pytest.raises(UserError, match=r"introduce\.not_now"):
        await services.introduce.hold_now(event)
