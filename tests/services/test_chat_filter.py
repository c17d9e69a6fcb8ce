"""Where tweet chats and what is kept out of a feed meet: every answer is shown, unless organisers
keep out its author or a word in it."""

from __future__ import annotations

import pytest

from bot.domain.events import Event
from bot.domain.gone import Gone
from bot.services.suite import Services
from db import chat_posts, feed, filed
from tests.services.chatting import ASKED, chat, places, say, turn
from tests.services.world import World

AD = "A1 Want to work in #Leeds? View our latest opening: HR Officer https://jobs.example/1 #Jobs"
PLAIN_AD = AD.removeprefix("A1 ")


async def asking(world: World) -> tuple[Services, Event]:
    """The first question has been asked, and its thread is open."""
    services = world.services()
    event = await chat(services)
    await turn(world, services, 0)
    return services, event


async def states(world: World, event: Event) -> dict[int, str]:
    async with world.database.read() as conn:
        return (await filed.states_of(conn, range(100, 200))).get(event.id, {})


async def test_an_advertisement_is_folded_but_as_an_answer_it_is_shown(world: World) -> None:
    services, event = await asking(world)
    await say(services, 101, AD, 1)
    await say(services, 102, PLAIN_AD.replace("/1", "/2"), 2)
    assert places(world) == {101: 1}
    assert await states(world, event) == {101: "mirrored", 102: "folded"}


async def test_an_answer_by_a_muted_author_or_with_a_blocked_word_stays_out(world: World) -> None:
    services, event = await asking(world)
    await say(services, 101, "Hello all #HRTweetup", 1)
    await services.review.set_standing(event, "person1", "muted")
    await services.filter.block(event, "blockchain")
    await say(services, 111, "A1 Muted #HRTweetup", 2)
    await say(services, 112, "A1 With blockchain #HRTweetup", 3)
    await say(services, 113, "A1 With care #HRTweetup", 4)
    # Somebody else's answer to what is kept out is an answer all the same.
    await say(services, 114, "I agree #HRTweetup", 5, reply_to_id=111, reply_to_author_id=1)
    assert places(world) == {101: "channel", 113: 1, 114: 1}
    assert await states(world, event) == {
        101: "mirrored",
        111: "muted",
        112: "blocked",
        113: "mirrored",
        114: "mirrored",
    }
    async with world.database.read() as conn:
        answers = await chat_posts.answers_of(conn, 1)
    assert [post.id for post in answers[1]] == [113, 114]


@pytest.mark.parametrize(
    ("text", "state", "place"),
    [
        (PLAIN_AD, "mirrored", {101: 1}),
        ("A1 With blockchain #HRTweetup", "blocked", {}),
    ],
)
async def test_a_waiting_answer_stays_one_whatever_it_is_edited_to_unless_that_is_blocked(
    world: World, text: str, state: str, place: dict[int, int]
) -> None:
    services, event = await asking(world)
    await services.filter.block(event, "blockchain")
    await services.feed.pause(event)
    await say(services, 101, "A1 Yes #HRTweetup", 1)
    await say(services, 141, text, 2, edits=(101, 141))
    await services.feed.resume(event)
    await services.deliver.drain()
    assert await states(world, event) == {101: state}
    assert places(world) == place


async def test_what_was_folded_and_is_edited_into_an_answer_is_shown(world: World) -> None:
    services, event = await asking(world)
    await say(services, 101, PLAIN_AD, 1)
    assert await states(world, event) == {101: "folded"}
    await say(services, 141, AD, 2, edits=(101, 141))
    assert places(world) == {101: 1}


async def test_muting_takes_an_answer_that_waits(world: World) -> None:
    services, event = await asking(world)
    await services.feed.pause(event)
    await say(services, 101, "A1 Yes #HRTweetup", 1)
    await say(services, 102, "A1 No #HRTweetup", 1)
    assert (await services.review.set_standing(event, "person1", "muted")).posts == 1
    await services.feed.resume(event)
    await services.deliver.drain()
    assert places(world) == {102: 1}


async def test_the_status_counts_answers_as_the_other_posts(world: World) -> None:
    services, event = await asking(world)
    await say(services, 101, "A1 Yes #HRTweetup", 1)
    await services.feed.pause(event)
    await say(services, 102, "A1 No #HRTweetup", 2)
    await say(services, 103, "Hello all #HRTweetup", 2)
    status = await services.feed.status(event)
    assert status.counts == status.counts_today == {"mirrored": 1, "waiting": 2}
    assert (await services.feed.resume(event)).waiting == 2


async def test_answers_that_are_gone_from_x_go_whether_they_wait_or_stand(world: World) -> None:
    services, event = await asking(world)
    await say(services, 101, "A1 Yes #HRTweetup", 1)
    await services.feed.pause(event)
    await say(services, 102, "A1 No #HRTweetup", 2)
    await services.removal.remove(Gone(posts={101: "deleted", 102: "deleted"}))
    await services.feed.resume(event)
    await services.deliver.drain()
    assert places(world) == {}
    assert await states(world, event) == {}
    status = await services.feed.status(event)
    assert status.counts == {}
    assert status.removed == (2, 2)


async def test_the_digest_tells_of_what_is_folded_and_not_of_answers(world: World) -> None:
    services, event = await asking(world)
    await services.feed.pause(event)
    await say(services, 101, AD, 1)
    await say(services, 102, PLAIN_AD.replace("/1", "/2"), 2)
    assert await services.digest.send_now(event) == 1
    assert await states(world, event) == {101: "answer", 102: "digested"}
    async with world.database.read() as conn:
        assert await feed.shown(conn, ASKED) == {101, 102}
