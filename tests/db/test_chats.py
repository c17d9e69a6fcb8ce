from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Chat, Placed, Question
from bot.domain.chat_plan import ChatPlan, Typed
from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from bot.domain.quiet import QuietHours
from db import (
    chat_drafts,
    chat_posts,
    chats,
    deliveries,
    events,
    feed,
    feed_settings,
    posts,
    sending,
)
from db.schema import deliveries as delivery_rows
from tests.db.rows import CHANNEL, GUILD, HOUR, LARGEST, NOW, a_draft, a_notice, a_post, cancel

THREAD = 900


def a_plan(begins: int = 1, questions: int = 2) -> ChatPlan:
    """A question an hour, the first one `begins` hours from now."""
    asked = tuple(
        Question(n, f"What of {n}?", NOW + (begins + n - 1) * HOUR) for n in range(1, questions + 1)
    )
    return ChatPlan(asked, asked[0].due_at, asked[-1].due_at + HOUR, "holly")


@pytest.fixture
async def chat(conn: AsyncConnection, event: Event) -> Chat:
    return await chats.add(conn, event.id, a_plan())


async def test_a_chat_is_kept_as_it_was_planned(conn: AsyncConnection, event: Event) -> None:
    made = await chats.add(conn, event.id, a_plan())
    assert made == Chat(
        made.id, event.id, "holly", NOW + HOUR, NOW + 3 * HOUR, "planned", a_plan().questions
    )
    assert await chats.get(conn, made.id) == made
    assert await chats.get(conn, made.id + 1) is None


async def test_questions_are_due_earliest_first_and_once(
    conn: AsyncConnection, event: Event, chat: Chat
) -> None:
    other = await chats.add(conn, (await events.add(conn, a_draft())).id, a_plan(0, 1))
    assert await chats.next_due(conn) == NOW
    assert await chats.due(conn, NOW) == [(other.id, 1)]
    assert await chats.due(conn, NOW + 2 * HOUR) == [(other.id, 1), (chat.id, 1), (chat.id, 2)]
    assert await chats.settle(conn, other.id, 1, "asked")
    assert not await chats.settle(conn, other.id, 1, "skipped")
    assert await chats.due(conn, NOW + HOUR) == [(chat.id, 1)]
    # The other chat's end comes as its next.
    assert await chats.next_due(conn) == NOW + HOUR
    found = await chats.get(conn, other.id)
    assert found is not None
    assert found.questions[0].state == "asked"


async def test_a_chat_ends_once(conn: AsyncConnection, chat: Chat) -> None:
    assert await chats.over(conn, chat.ends_at - timedelta(seconds=1)) == []
    assert await chats.over(conn, chat.ends_at) == [chat.id]
    assert await chats.close(conn, chat.id)
    assert not await chats.close(conn, chat.id)
    assert not await chats.cancel(conn, chat.id, NOW)
    assert await chats.over(conn, chat.ends_at) == []
    assert await chats.next_due(conn) is None


async def test_a_cancelled_chat_asks_no_more(conn: AsyncConnection, chat: Chat) -> None:
    await chats.settle(conn, chat.id, 1, "asked")
    now = NOW + HOUR + timedelta(minutes=1)
    assert await chats.cancel(conn, chat.id, now)
    assert not await chats.cancel(conn, chat.id, now + HOUR)
    found = await chats.get(conn, chat.id)
    assert found is not None
    assert (found.state, found.ends_at) == ("cancelled", now)
    assert [question.state for question in found.questions] == ["asked", "cancelled"]
    assert await chats.due(conn, NOW + 9 * HOUR) == []
    assert await chats.next_due(conn) is None


async def test_a_cancelled_events_chat_is_still(conn: AsyncConnection, chat: Chat) -> None:
    await cancel(conn, chat.event_id)
    assert await chats.due(conn, NOW + 9 * HOUR) == []
    assert await chats.over(conn, NOW + 9 * HOUR) == []
    assert await chats.next_due(conn) is None


async def test_the_latest_chat_is_the_one_to_come_or_else_the_last(
    conn: AsyncConnection, event: Event, chat: Chat
) -> None:
    assert await chats.latest(conn, event.id + 1) is None
    await chats.close(conn, chat.id)
    later = await chats.add(conn, event.id, a_plan(9))
    latest = await chats.latest(conn, event.id)
    assert latest is not None
    assert latest.id == later.id
    found = await chats.of_events(conn, [event.id, event.id + 1], chat.ends_at)
    assert [each.id for each in found] == [later.id]


async def opened(
    conn: AsyncConnection, chat: Chat, number: int, thread_id: int | None = THREAD
) -> int:
    """The delivery of a question's thread, which stands unless `thread_id` is None."""
    await chats.settle(conn, chat.id, number, "asked")
    delivery_id = await deliveries.add(conn, a_notice(event_id=chat.event_id), NOW)
    assert delivery_id is not None
    await chats.opens(conn, chat.id, number, delivery_id)
    if thread_id is not None:
        standing = MessageRef(thread_id, thread_id)
        await sending.settle_sent(conn, delivery_id, 1, standing, NOW)
    return delivery_id


async def test_threads_are_known_by_their_question_and_the_other_way_round(
    conn: AsyncConnection, chat: Chat
) -> None:
    first = await opened(conn, chat, 1, LARGEST)
    await opened(conn, chat, 2, None)
    assert await chats.threads_of(conn, chat.id) == {1: LARGEST}
    assert await chats.asked_in(conn, LARGEST) == (chat.id, 1, first)
    assert await chats.asked_in(conn, LARGEST - 1) is None


async def answered(
    conn: AsyncConnection,
    chat: Chat,
    post_id: int,
    number: int = 1,
    role: Literal["question", "answer"] = "answer",
    state: str = "answer",
) -> None:
    await posts.save(conn, [a_post(post_id)])
    await feed.add(conn, [(chat.event_id, post_id, state)])
    await chat_posts.add(conn, [(post_id, Placed(chat.id, number, role))])


async def places(conn: AsyncConnection) -> list[tuple[int, int]]:
    return [(each.number, each.channel_id) for each in await chat_posts.threads_waiting(conn)]


async def test_answers_wait_for_their_thread_oldest_first(
    conn: AsyncConnection, chat: Chat
) -> None:
    for post_id, number in ((LARGEST, 1), (7, 1), (8, 2)):
        await answered(conn, chat, post_id, number)
    assert await feed.events_waiting(conn) == []
    assert await places(conn) == []
    await opened(conn, chat, 1, None)
    assert await places(conn) == []
    await opened(conn, chat, 1)
    (waiting,) = await chat_posts.threads_waiting(conn)
    assert waiting == (chat.event_id, THREAD, GUILD, chat.id, 1, None)
    first, last = await chat_posts.waiting(conn, chat.id, 1, 10)
    assert (first.id, last.id) == (7, LARGEST)
    assert [each.id for each in await chat_posts.waiting(conn, chat.id, 1, 1)] == [7]


async def test_mirrored_answers_wait_no_more_until_they_are_put_back(
    conn: AsyncConnection, chat: Chat
) -> None:
    await answered(conn, chat, 7)
    delivery_id = await opened(conn, chat, 1)
    await feed.mirror(conn, chat.event_id, [7], delivery_id)
    assert await places(conn) == []
    await chat_posts.put_back(conn, delivery_id)
    assert await places(conn) == [(1, THREAD)]
    assert await feed.posts_of(conn, delivery_id) == []


@pytest.mark.parametrize("state", ["failed", "removed"])
async def test_without_a_thread_answers_go_to_the_channel(
    conn: AsyncConnection, chat: Chat, state: str
) -> None:
    await answered(conn, chat, 7)
    delivery_id = await opened(conn, chat, 1, None)
    own = delivery_rows.c.id == delivery_id
    await conn.execute(sa.update(delivery_rows).where(own).values(state=state))
    assert await places(conn) == [(1, CHANNEL)]
    await conn.execute(sa.delete(delivery_rows).where(own))
    assert await places(conn) == [(1, CHANNEL)]


async def test_questions_never_asked_leave_their_answers_to_the_channel(
    conn: AsyncConnection, chat: Chat
) -> None:
    await answered(conn, chat, 7, 1)
    await answered(conn, chat, 8, 2)
    await chats.settle(conn, chat.id, 1, "skipped")
    assert await places(conn) == [(1, CHANNEL)]
    await chats.cancel(conn, chat.id, NOW)
    assert await places(conn) == [(1, CHANNEL), (2, CHANNEL)]


async def test_pauses_and_quiet_hours_are_the_events(conn: AsyncConnection, chat: Chat) -> None:
    await answered(conn, chat, 7)
    await opened(conn, chat, 1)
    night = (NOW.time(), (NOW + HOUR).time())
    await feed_settings.set_quiet(conn, chat.event_id, night)
    (waiting,) = await chat_posts.threads_waiting(conn)
    assert waiting.quiet == QuietHours(*night, "Europe/London")
    await feed_settings.pause(conn, chat.event_id, paused=True)
    assert await places(conn) == []
    await feed_settings.pause(conn, chat.event_id, paused=False)
    await cancel(conn, chat.event_id)
    assert await places(conn) == []


async def test_where_posts_belong_is_noted_once_and_goes_with_them(
    conn: AsyncConnection, chat: Chat
) -> None:
    await answered(conn, chat, 7, 1, "question")
    await answered(conn, chat, 8, 1)
    await answered(conn, chat, 9, 1)
    await chat_posts.add(conn, [(8, Placed(chat.id, 2, "answer"))])
    one, question = Placed(chat.id, 1, "answer"), Placed(chat.id, 1, "question")
    assert await chat_posts.among(conn, [chat.id], [8, 99]) == {7: question, 8: one}
    assert await chat_posts.among(conn, [chat.id + 1], [8]) == {}
    await posts.remove(conn, [7, 8])
    assert await chat_posts.among(conn, [chat.id], [8, 9]) == {9: one}


async def test_answers_are_those_that_people_see(conn: AsyncConnection, chat: Chat) -> None:
    await answered(conn, chat, 6, 1, "question")
    for post_id, number, state in ((9, 1, "mirrored"), (7, 1, "answer"), (8, 2, "waiting")):
        await answered(conn, chat, post_id, number, state=state)
    await answered(conn, chat, 10, 1, state="dropped")
    found = await chat_posts.answers_of(conn, chat.id)
    assert {number: [post.id for post in its] for number, its in found.items()} == {
        1: [7, 9],
        2: [8],
    }


async def test_drafts_are_kept_word_for_word_for_a_while(
    conn: AsyncConnection, event: Event
) -> None:
    typed = Typed("tomorrow 19:00", "10", "What?\n“Why”?", "@holly")
    made = await chat_drafts.add(conn, event.id, typed, NOW)
    assert await chat_drafts.get(conn, made.id) == made
    later = await chat_drafts.add(conn, event.id, typed, NOW + HOUR)
    await chat_drafts.remove_old(conn, NOW + HOUR)
    assert await chat_drafts.get(conn, made.id) is None
    await chat_drafts.remove(conn, later.id)
    assert await chat_drafts.get(conn, later.id) is None
