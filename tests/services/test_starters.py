"""Posts to answer: for those a round leaves with nothing, on their word, once a round."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.announcements import Introduction, Starters
from bot.domain.events import Event
from bot.domain.gone import Gone
from bot.domain.posts import Post
from bot.errors import OutcomeUnknown, UserError
from bot.services.starter_control import Found
from bot.services.suite import Services
from db import blocks, deliveries
from tests.services.world import (
    GUILD,
    NOW,
    STARTS,
    STEPS_BACK,
    World,
    attendees,
    batch,
    draft,
    post,
    step_back,
)

ASKED = {1: "Which payroll do you trust?", 2: "Who pays for pensions?", 3: "Any apprentices here?"}


def asked(number: int, by: int) -> Post:
    """A question that its author puts to everybody."""
    return post(number, by, text=ASKED[number])


async def gather(world: World, *writing: int) -> tuple[Services, Event]:
    """Members 1 to 3 and 7 are going, linked and agreed; 7 may be written to and talked to
    nobody."""
    services = world.services()
    event = await attendees(services, 1, 2, 3, 7)
    await services.privacy.consent(GUILD, 7, messaged=True)
    await services.ingest.take(batch(*(asked(n, by=n) for n in writing or (1, 2, 3))))
    return services, event


async def hold(services: Services, world: World, days_before: int) -> None:
    world.clock.move_to(STARTS - timedelta(days=days_before))
    await services.timetable.run_due()
    await services.deliver.drain()


def sent_to(world: World, member_id: int) -> list[Starters]:
    return [
        o.announcement
        for o in world.discord.sent
        if isinstance(o.announcement, Starters) and o.place.member_id == member_id
    ]


def standing(world: World) -> list[list[int]]:
    """The posts in the messages that stand."""
    return [
        [each.post.id for each in o.announcement.posts]
        for o in world.discord.of(Starters)
        if isinstance(o.announcement, Starters)
    ]


async def test_who_talked_to_nobody_gets_three_posts_after_the_round(world: World) -> None:
    services, _ = await gather(world)
    await hold(services, world, 3)
    (told,) = sent_to(world, 7)
    assert {each.post.id for each in told.posts} == {1, 2, 3}
    assert {each.reason for each in told.posts} == {"unanswered"}
    assert told.next_round == STARTS - timedelta(days=1)
    # Nobody else let the bot write to them.
    assert len(world.discord.of(Starters)) == 1


@pytest.mark.parametrize("given", [{"messaged": False}, {"messaged": False, "remind_where": "dm"}])
async def test_nobody_is_written_to_without_their_word(
    world: World, given: dict[str, object]
) -> None:
    services, _ = await gather(world)
    await services.privacy.consent(GUILD, 7, **given)  # type: ignore[arg-type]
    await hold(services, world, 3)
    assert sent_to(world, 7) == []


async def test_who_has_a_tie_waits_for_the_next_round(world: World) -> None:
    services, _ = await gather(world)
    # 7 and 1 both talked to 2 alone, so one of them is left over.
    for number, by in ((50, 7), (51, 1)):
        await services.ingest.take(
            batch(post(number, by, text="Nobody does", reply_to_id=2, reply_to_author_id=2))
        )
    await services.privacy.consent(GUILD, 1, messaged=True)
    await hold(services, world, 10)
    assert len(world.discord.of(Introduction)) == 1
    assert sent_to(world, 7) + sent_to(world, 1) == []


async def test_no_post_is_sent_twice_and_each_round_sends_once(world: World) -> None:
    services, _ = await gather(world, 1, 2)
    await hold(services, world, 10)
    await hold(services, world, 3)
    assert len(sent_to(world, 7)) == 1
    await services.ingest.take(batch(asked(3, by=3)))
    # Before the last round nothing follows that an answer could serve.
    await hold(services, world, 1)
    assert len(sent_to(world, 7)) == 1


async def test_a_second_round_sends_new_posts_alone(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 2, 7)
    await services.privacy.consent(GUILD, 7, messaged=True)
    early = post(1, 1, text=ASKED[1])
    late = post(2, 2, text=ASKED[2], created_at=STARTS - timedelta(days=4))
    await services.ingest.take(batch(early))
    await hold(services, world, 10)
    await services.ingest.take(batch(late))
    await hold(services, world, 3)
    assert [[p.post.id for p in told.posts] for told in sent_to(world, 7)] == [[1], [2]]


async def test_what_somebody_answered_is_open_no_more(world: World) -> None:
    services, _ = await gather(world, 1)
    reply = post(60, 20, text="We trust abacuses", reply_to_id=1, reply_to_author_id=1)
    await services.ingest.take(batch(reply))
    await hold(services, world, 3)
    (told,) = sent_to(world, 7)
    assert [each.reason for each in told.posts] == ["newcomer"]


async def test_an_author_who_was_blocked_is_not_offered_either_way(world: World) -> None:
    services, _ = await gather(world)
    async with world.database.begin() as conn:
        await blocks.add(conn, GUILD, 7, 1, NOW)
        await blocks.add(conn, GUILD, 2, 7, NOW)
    await hold(services, world, 3)
    (told,) = sent_to(world, 7)
    assert [each.post.id for each in told.posts] == [3]
    assert posts_of(await services.starters.find(GUILD, 7, None)) == [3]


async def test_those_kept_apart_take_nobody_elses_place(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 2, 3, 4, 5, 7)
    asking = [post(n, n, text=f"Which payroll, number {n}?") for n in range(1, 6)]
    await services.ingest.take(batch(*asking))
    async with world.database.begin() as conn:
        # The newest would come first.
        await blocks.add(conn, GUILD, 7, 5, NOW)
        await blocks.add(conn, GUILD, 4, 7, NOW)
    assert posts_of(await services.starters.find(GUILD, 7, None)) == [3, 2, 1]


async def test_advertisements_are_nothing_to_answer(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 7)
    advert = (
        "We’re hiring! Senior Payroll Manager, £55k, London. Apply now: https://jobs.example/1 "
        "#jobs #hiring #vacancy #HRTweetup"
    )
    await services.ingest.take(batch(post(1, 1, text=advert)))
    assert posts_of(await services.starters.find(GUILD, 7, None)) == []


async def test_a_deleted_post_leaves_the_message_and_the_last_takes_it_along(world: World) -> None:
    services, _ = await gather(world, 1, 2)
    await hold(services, world, 3)
    before = standing(world)[0]
    await services.removal.remove(Gone(posts={before[0]: "deleted"}))
    await services.deliver.drain()
    assert standing(world) == [before[1:]]
    await services.removal.remove(Gone(posts={before[1]: "deleted"}))
    await services.deliver.drain()
    assert standing(world) == []


async def test_after_the_event_a_deleted_post_still_leaves(world: World) -> None:
    services, _ = await gather(world, 1, 2)
    await hold(services, world, 3)
    world.clock.move_to(STARTS + timedelta(days=2))
    await services.removal.remove(Gone(posts={1: "deleted"}))
    await services.deliver.drain()
    assert standing(world) == [[2]]


@pytest.mark.parametrize("how", STEPS_BACK)
async def test_who_steps_back_is_shown_to_nobody(world: World, how: str) -> None:
    services, event = await gather(world, 1, 2)
    await hold(services, world, 3)
    await step_back(services, event, 1, how)
    await services.deliver.drain()
    assert standing(world) == [[2]]


async def test_who_steps_back_before_it_goes_out_gets_nothing(world: World) -> None:
    services, event = await gather(world)
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, 7, "declined")
    await services.deliver.drain()
    assert sent_to(world, 7) == []


async def test_a_message_interrupted_is_sent_once(world: World) -> None:
    services, _ = await gather(world)
    world.discord.fail(Starters, OutcomeUnknown("cut off"), after_the_work=True)
    await hold(services, world, 3)
    world.clock.move(minutes=10)
    await services.deliver.drain()
    assert len(sent_to(world, 7)) == 1


async def test_one_interrupted_whose_posts_are_gone_is_taken_away(world: World) -> None:
    services, _ = await gather(world, 1)
    world.discord.fail(Starters, OutcomeUnknown("cut off"), after_the_work=True)
    await hold(services, world, 3)
    await services.removal.remove(Gone(posts={1: "deleted"}))
    world.clock.move(minutes=10)
    await services.deliver.drain()
    assert standing(world) == []


async def test_what_members_write_stays_out_of_the_outbox(world: World) -> None:
    services, event = await gather(world)
    await services.rsvp.annotate(GUILD, event.id, 7, "I run payroll")
    reply = post(60, 20, text="We trust abacuses", reply_to_id=1, reply_to_author_id=1)
    await services.ingest.take(batch(reply))
    await hold(services, world, 3)
    (told,) = sent_to(world, 7)
    (shared,) = [each for each in told.posts if each.reason == "shared"]
    assert (shared.post.id, shared.word, shared.said_at) == (1, "payroll", None)
    async with world.database.read() as conn:
        (kept,) = await deliveries.wanted_of_kind(conn, "starters")
    assert "payroll" not in str(kept.about)


async def test_asked_for_they_come_again_after_those_that_are_new(world: World) -> None:
    services, event = await gather(world, 1)
    await hold(services, world, 3)
    assert posts_of(await services.starters.find(GUILD, 7, None)) == [1]
    await services.ingest.take(batch(asked(2, by=2)))
    assert posts_of(await services.starters.find(GUILD, 7, None)) == [2, 1]
    assert posts_of(await services.starters.find(GUILD, 7, event.id, only_new=True)) == [2]


async def test_without_an_account_or_introductions_one_can_ask_too(world: World) -> None:
    services, event = await gather(world, 1)
    await services.rsvp.answer(GUILD, event.id, 8, "going")
    found = await services.starters.find(GUILD, 8, None)
    assert (posts_of(found), found.agreed, found.linked) == ([1], False, False)


async def test_whom_one_has_talked_to_is_left_out(world: World) -> None:
    services, _ = await gather(world)
    reply = post(60, 7, text="We trust abacuses", reply_to_id=1, reply_to_author_id=1)
    await services.ingest.take(batch(reply))
    assert set(posts_of(await services.starters.find(GUILD, 7, None))) == {2, 3}


async def test_only_who_goes_is_shown_who_comes(world: World) -> None:
    services, event = await gather(world)
    with pytest.raises(UserError, match="nowhere"):
        await services.starters.find(GUILD, 9, None)
    with pytest.raises(UserError, match="not_going"):
        await services.starters.find(GUILD, 9, event.id)
    other = await services.events.create(draft(guild_id=GUILD + 1))
    with pytest.raises(UserError, match="not_ahead"):
        await services.starters.find(GUILD, 7, other.id)
    world.clock.move_to(STARTS)
    with pytest.raises(UserError, match="not_ahead"):
        await services.starters.find(GUILD, 7, event.id)


def posts_of(found: Found) -> list[int]:
    return [each.post.id for each in found.starters.posts]
