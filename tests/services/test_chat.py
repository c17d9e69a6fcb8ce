"""A tweet chat across crashes, outages and late starts: nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.announcements import ChatEnd, ChatQuestion, ChatThread, FeedMessage, Notice
from bot.domain.chat_plan import Typed
from bot.domain.events import Event
from bot.domain.posts import Batch
from bot.errors import OutcomeUnknown, Unreachable, UserError
from bot.services.suite import Services
from db import contexts, feed
from tests.services.chatting import ASKED, HOST, chat, places, say, turn
from tests.services.world import CHANNEL, GUILD, NOW, STARTS, World, author, batch, draft, post


def asked(world: World) -> list[int]:
    found = [o.announcement for o in world.discord.sent]
    return [each.question.number for each in found if isinstance(each, ChatQuestion)]


def opened(world: World) -> list[int]:
    found = [o.announcement for o in world.discord.sent]
    return [each.question.number for each in found if isinstance(each, ChatThread)]


async def test_each_question_is_asked_once_at_its_time(world: World) -> None:
    services = world.services()
    await chat(services)
    assert await services.timetable.next_due() is not None
    for minutes in (-1, 0, 0, 9, 10, 20, 29):
        await turn(world, services, minutes)
        await turn(world, world.services(), minutes)
    assert asked(world) == opened(world) == [1, 2, 3]
    assert world.discord.of(ChatEnd) == []
    await turn(world, services, 30)
    await turn(world, services, 31)
    (end,) = world.discord.of(ChatEnd)
    assert isinstance(end.announcement, ChatEnd)
    assert [each.thread_id is not None for each in end.announcement.gathered] == [True] * 3


async def test_a_crash_between_the_question_and_its_thread_loses_and_doubles_nothing(
    world: World,
) -> None:
    services = world.services()
    await chat(services)
    world.discord.fail(ChatThread, OutcomeUnknown("lost"), after_the_work=True)
    await turn(world, services, 0)
    await say(services, 101, "A1 yes #HRTweetup", 1)
    assert places(world) == {}
    again = world.services()
    await again.deliver.recover()
    await turn(world, again, 2)
    assert asked(world) == opened(world) == [1]
    assert places(world) == {101: 1}


async def test_after_an_outage_what_is_due_is_asked_while_the_chat_is_on(world: World) -> None:
    services = world.services()
    await chat(services)
    await turn(world, services, 25)
    assert asked(world) == sorted(opened(world)) == [1, 2, 3]


async def test_what_comes_after_the_end_is_skipped_and_the_end_says_so(world: World) -> None:
    services = world.services()
    event = await chat(services)
    await turn(world, services, 0)
    await say(services, 101, "A1 yes #HRTweetup", 1)
    await say(services, 112, "A2 yes #HRTweetup", 12)
    await say(services, 119, "Q3 Three? #HRTweetup", 13)
    await turn(world, services, 45)
    assert asked(world) == [1]
    (end,) = world.discord.of(ChatEnd)
    assert isinstance(end.announcement, ChatEnd)
    states = [each.question.state for each in end.announcement.gathered]
    assert states == ["asked", "skipped", "skipped"]
    # What was said to a question that is never asked is not lost.
    assert places(world) == {101: 1, 112: "channel", 119: "channel"}
    recap = await services.chat.recap(GUILD, (await services.chat.latest(event)).id)
    assert [each.answers for each in recap.gathered] == [1, 1, 0]


async def test_a_chat_that_ended_long_ago_says_nothing(world: World) -> None:
    services = world.services()
    await chat(services)
    await turn(world, services, 25 * 60)
    assert asked(world) == []
    assert world.discord.of(ChatEnd) == []
    assert (await services.chat.latest(await _event(services))).state == "over"


async def _event(services: Services) -> Event:
    return await services.feed.choose(GUILD, None)


async def test_answers_wait_for_the_thread_and_come_in_order(world: World) -> None:
    services = world.services()
    await chat(services)
    await turn(world, services, 0)
    host = batch(post(109, 9, text="Q2 early #HRTweetup", created_at=ASKED + timedelta(minutes=8)))
    await services.ingest.take(Batch(host.source, host.posts, authors=(HOST,)))
    await say(services, 111, "A2 first #HRTweetup", 8)
    await say(services, 112, "me too #HRTweetup", 9, reply_to_id=111)
    assert places(world) == {}
    await turn(world, services, 10)
    assert places(world) == {109: 2, 111: 2, 112: 2}
    assert world.discord.mirrored() == [109, 111, 112]


async def test_replies_reach_their_question_over_posts_without_the_hashtag(world: World) -> None:
    services = world.services()
    await chat(services)
    await turn(world, services, 0)
    at = ASKED + timedelta(minutes=1)
    question = post(109, 9, text="Q1 One? #HRTweetup", created_at=at, edits=(109, 110))
    between = post(120, 3, text="Which one?", created_at=at, hashtags=(), reply_to_id=110)
    authors = (HOST, author(3))
    await services.ingest.take(Batch("s", (question,), context=(between,), authors=authors))
    await say(services, 121, "All of them #HRTweetup", 3, reply_to_id=120)
    await say(services, 122, "Quite #HRTweetup", 4, quoted_id=110)
    assert places(world) == {109: 1, 121: 1, 122: 1}


async def test_an_answer_waits_for_what_it_answers_to_be_fetched(world: World) -> None:
    services = world.services()
    await chat(services)
    await turn(world, services, 0)
    services.ingest.on_wanted = lambda: None
    await say(services, 111, "A1 yes #HRTweetup", 1, reply_to_id=55)
    assert places(world) == {}
    async with world.database.begin() as conn:
        await contexts.fetched(conn, [55])
    await services.deliver.drain()
    assert places(world) == {111: 1}


async def test_a_post_can_answer_the_chats_of_two_tweetups(world: World) -> None:
    services = world.services()
    await chat(services)
    other = await services.events.create(draft(guild_id=GUILD + 1, channel_id=CHANNEL + 1))
    schedule = await services.chat.draft(other, Typed("9 January 08:55", "10", "Other?", ""))
    await services.chat.confirm(schedule.draft_id)
    await turn(world, services, 0)
    await say(services, 111, "A1 yes #HRTweetup", 1)
    assert len(world.discord.of(FeedMessage)) == 2
    assert set(places(world).values()) == {1}


async def test_reposts_and_proofs_are_no_answers(world: World) -> None:
    services = world.services()
    event = await chat(services)
    await turn(world, services, 0)
    claim = await services.links.claim(GUILD, 1, "@person1")
    await say(services, 111, f"A1 {claim.link.code} #HRTweetup", 1)
    await say(services, 112, "A1 yes #HRTweetup", 1, reposted_id=111)
    assert places(world) == {}
    async with world.database.read() as conn:
        assert await feed.counts(conn, event.id) == {"proof": 1, "repost": 1}


async def test_where_the_thread_cannot_be_opened_answers_stand_in_the_channel(
    world: World,
) -> None:
    services = world.services()
    await chat(services)
    world.discord.fail(ChatThread, Unreachable("refused"))
    await turn(world, services, 0)
    await say(services, 111, "A1 yes #HRTweetup", 1)
    assert places(world) == {111: "channel"}
    assert len(world.discord.of(Notice)) == 1


async def test_a_deleted_thread_gives_its_answers_to_the_channel_and_is_told_of_once(
    world: World,
) -> None:
    services = world.services()
    await chat(services)
    await turn(world, services, 0)
    world.discord.fail(FeedMessage, Unreachable("gone"))
    for number in (111, 112):
        await say(services, number, "A1 yes #HRTweetup", 1)
    await turn(world, services, 10)
    await say(services, 113, "A2 yes #HRTweetup", 11)
    assert places(world) == {111: "channel", 112: "channel", 113: 2}
    (notice,) = world.discord.of(Notice)
    assert isinstance(notice.announcement, Notice)
    assert (notice.announcement.key, notice.announcement.params["number"]) == (
        "chat_thread_gone",
        1,
    )


async def test_answers_count_as_kept_and_shown_for_the_sweep(world: World) -> None:
    services = world.services()
    await chat(services)
    world.discord.fail(ChatThread, OutcomeUnknown("lost"))
    await turn(world, services, 0)
    await say(services, 111, "A1 yes #HRTweetup", 1)
    async with world.database.read() as conn:
        assert await feed.shown(conn, NOW) == {111}


async def test_of_two_confirmations_at_once_one_makes_the_chat(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    typed = Typed("9 January 09:00", "10", "One?")
    schedule = await services.chat.draft(event, typed)
    await services.chat.confirm(schedule.draft_id)
    with pytest.raises(UserError) as refusal:
        await services.chat.confirm(schedule.draft_id)
    assert refusal.value.key == "chat.draft_gone"


async def test_what_was_typed_is_kept_for_a_day(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    old = await services.chat.draft(event, Typed("20 January 09:00", "10", "One?"))
    world.clock.move(hours=25)
    await services.chat.draft(event, Typed("20 January 09:00", "10", "Two?"))
    with pytest.raises(UserError):
        await services.chat.drafted(old.draft_id)


async def test_a_cancelled_tweetup_has_no_chat(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(starts_at=STARTS))
    cancelled = replace(event, state="cancelled")
    with pytest.raises(UserError) as refusal:
        await services.chat.check(cancelled, Typed("9 January 09:00", "10", ""))
    assert refusal.value.key == "event.cancelled"


async def test_only_a_chat_that_is_on_or_to_come_can_be_cancelled(world: World) -> None:
    services = world.services()
    event = await chat(services)
    found = await services.chat.to_cancel(event)
    await services.chat.cancel(found.id)
    with pytest.raises(UserError) as refusal:
        await services.chat.to_cancel(event)
    assert refusal.value.key == "chat.over"
