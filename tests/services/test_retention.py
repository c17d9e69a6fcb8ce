"""Long after a tweetup its posts and ties are gone, and counts stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import FeedMessage, Introduction, IntroductionThread
from bot.domain.events import Event
from db import event_counts, events, people, posts
from db.schema import contexts, feed, interactions, metadata, versions
from db.schema_noise import verdicts
from tests.sampled import sampled
from tests.services.busy import busy_tweetup
from tests.services.passing import keep_on
from tests.services.world import (
    GUILD,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    post,
    show_everything,
)

POSTS = metadata.tables["posts"]
KEPT = timedelta(days=90)
OVER = STARTS + timedelta(hours=3) + KEPT


async def counts(world: World, event: Event) -> dict[str, int]:
    async with world.database.read() as conn:
        return await event_counts.of_event(conn, event.id)


async def kept(world: World, *tables: sa.Table) -> int:
    async with world.database.read() as conn:
        found = [await conn.scalar(sa.select(sa.func.count()).select_from(t)) for t in tables]
    return sum(found)  # type: ignore[arg-type]


async def test_of_a_tweetup_long_over_counts_are_left(world: World) -> None:
    services = world.services()
    event = await busy_tweetup(world, services)
    world.clock.move_to(OVER - timedelta(seconds=1))
    await services.timetable.run_due()
    assert "secret" in await world.everything()
    assert await counts(world, event) == {}

    world.clock.move_to(OVER)
    await keep_on(world, services)
    left = await world.everything()
    for word in ("secret", "wheelchair", "person9", "person77"):
        assert word not in left
    assert await kept(world, POSTS, feed, interactions, verdicts, versions, contexts) == 0
    assert world.discord.mirrored() == []
    assert world.discord.of(Introduction) == []
    assert len(world.discord.of(IntroductionThread)) == 1

    assert await counts(world, event) == {
        "rsvp.going": 3,
        "came": 2,
        "came.organiser": 2,
        "no_shows": 1,
        "going.talked": 3,
        "came.talked": 2,
        "no_shows.talked": 1,
        "ties": 2,
        "introductions.finally_meet.made": 1,
        "introductions.finally_meet.hello": 1,
        "introductions.finally_meet.met": 1,
        "posts": 4,
        "reposts": 1,
        "people": 4,
        "turnout.people": 2,
        "turnout.going.early.spoke.unasked.members": 3,
        "turnout.going.early.spoke.unasked.came": 2,
    }


async def test_the_pair_is_never_introduced_again(world: World) -> None:
    services = world.services()
    await busy_tweetup(world, services)
    world.clock.move_to(OVER)
    await keep_on(world, services)
    known = await services.privacy.known(GUILD, 1)
    (made,) = known.introductions
    assert (made.made.evidence, made.own.met) == ((), True)
    assert [rsvp.status for _, rsvp in known.rsvps] == ["going"]
    async with world.database.read() as conn:
        # They are named as whom they met, so they are still known.
        assert set(await people.all_ids(conn)) == {1, 2, 3}


async def test_what_another_tweetup_still_keeps_stays(world: World) -> None:
    services = world.services()
    first = await services.events.create(draft())
    later = STARTS + timedelta(days=60)
    second = await services.events.create(
        draft(hashtag="HRDrinks", starts_at=later, ends_at=later + timedelta(hours=3))
    )
    for event in (first, second):
        await show_everything(services, event)
    both = post(1, by=1, text="#HRTweetup #HRDrinks", hashtags=("HRTweetup", "HRDrinks"))
    answered = post(2, by=2, text="The parent #HRTweetup")
    answer = post(3, by=3, reply_to_id=2, text="#HRDrinks", hashtags=("HRDrinks",))
    alone = post(4, by=4, reply_to_id=1)
    await services.ingest.take(batch(both, answered, answer, alone))
    await services.deliver.drain()

    world.clock.move_to(OVER)
    await keep_on(world, services)
    async with world.database.read() as conn:
        assert await posts.all_ids(conn) == {1, 2, 3}
        assert await people.all_ids(conn) == {1, 2, 3}
    assert sorted(world.discord.mirrored()) == [1, 3]

    world.clock.move_to(later + timedelta(hours=3) + KEPT)
    await keep_on(world, services)
    async with world.database.read() as conn:
        assert await posts.all_ids(conn) | await people.all_ids(conn) == set()


async def test_evidence_of_a_later_tweetups_introduction_stays_with_it(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 2)
    await services.ingest.take(batch(post(5, by=1), post(6, by=2, reply_to_id=5), post(7, by=9)))
    for event in (await services.overview.listing(GUILD)).coming:
        for member in (1, 2):
            await services.rsvp.answer(GUILD, event.event.id, member, "declined")
    later = OVER + timedelta(days=4)
    second = await services.events.create(
        draft(hashtag="HRDrinks", starts_at=later, ends_at=later + timedelta(hours=3))
    )
    for member in (1, 2):
        await services.rsvp.answer(GUILD, second.id, member, "going")
    world.clock.move_to(later - timedelta(days=10))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(Introduction)) == 1
    world.clock.move_to(OVER)
    await keep_on(world, services)
    async with world.database.read() as conn:
        assert await posts.all_ids(conn) == {5, 6}
    assert len(world.discord.of(Introduction)) == 1


async def test_messages_go_a_few_at_a_time_and_nothing_else_waits_for_long(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await show_everything(services, event)
    for number in range(1, 61):
        await services.ingest.take(batch(post(number, by=number)))
        await services.deliver.drain()
    assert len(world.discord.of(FeedMessage)) == 60
    world.clock.move_to(OVER)
    await services.timetable.run_due()
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(FeedMessage)) == 35
    assert await services.timetable.next_due() == OVER + timedelta(minutes=10)
    await keep_on(world, services)
    assert world.discord.of(FeedMessage) == []
    assert await kept(world, POSTS) == 0


@pytest.mark.parametrize("stop_after", sampled(range(1, 6), every=2))
async def test_a_restart_between_any_two_steps_changes_nothing(
    world: World, stop_after: int
) -> None:
    services = world.services()
    event = await busy_tweetup(world, services)
    world.clock.move_to(OVER)
    for _ in range(stop_after):
        await world.services().timetable.run_due()
        world.clock.move(minutes=10)
    await keep_on(world, world.services())
    assert (await counts(world, event))["posts"] == 4
    assert await kept(world, POSTS, feed, interactions) == 0
    assert world.discord.mirrored() == []


async def test_a_tweetup_with_a_new_date_is_counted_anew(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    shown = await services.changes.propose_postponement(event, None, "The room fell through")
    event = (await services.changes.confirm(GUILD, shown.draft_id)).event
    await services.ingest.take(batch(post(1, by=1)))
    world.clock.move_to(OVER)
    await keep_on(world, services)
    assert (await counts(world, event))["posts"] == 1
    again = OVER + timedelta(days=30)
    async with world.database.begin() as conn:
        await events.change(conn, replace(event, state="planned", ends_at=again))
    await services.ingest.take(batch(post(2, by=2)))
    await services.rsvp.answer(GUILD, event.id, 1, "maybe")
    world.clock.move_to(again + KEPT)
    await keep_on(world, services)
    assert await counts(world, event) == {"posts": 2, "people": 2, "rsvp.maybe": 1}


async def test_posts_that_come_late_go_as_well(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    world.clock.move_to(OVER)
    await keep_on(world, services)
    await services.ingest.take(batch(post(1, by=1)))
    assert await services.timetable.next_due() == world.clock.now()
    await keep_on(world, services)
    assert await kept(world, POSTS, feed, metadata.tables["people"]) == 0
    assert await counts(world, event) == {}
