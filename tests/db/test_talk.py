from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import chat, chat_plan
from bot.domain.chat import Placed
from bot.domain.events import Event
from db import chat_posts, chats, events, rounds, talk
from tests.db.rows import GUILD, HOUR, NOW, a_draft, a_post, judge, put


async def latest(conn: AsyncConnection, event: Event, *people: int, **more: Any) -> list[int]:
    given: dict[str, Any] = {"since": NOW - HOUR, "most": 10} | more
    return [post.id for post in await talk.latest(conn, event.id, people, **given)]


async def test_the_newest_conversation_of_these_people(conn: AsyncConnection, event: Event) -> None:
    told, advert = a_post(4), a_post(5)
    await put(conn, event, a_post(1), a_post(2, 2), a_post(3, 3), told, advert)
    await judge(conn, told, "conversation")
    await judge(conn, advert, "job_ad")
    await put(conn, event, a_post(6, 1, reposted_id=2))
    assert await latest(conn, event, 1, 2) == [1, 2, 4]
    assert await latest(conn, event, 1, 2, most=2) == [2, 4]
    assert await latest(conn, event, 1, 2, since=NOW + timedelta(minutes=2)) == [2, 4]
    assert await latest(conn, event) == []


async def test_only_what_stands_in_the_channel_or_is_to(
    conn: AsyncConnection, event: Event
) -> None:
    states = ("waiting", "answer", "held", "folded", "dropped", "muted", "proof", "imported")
    for number, state in enumerate(states, start=1):
        await put(conn, event, a_post(number), state=state)
    other = await events.add(conn, a_draft(name="Other"))
    await put(conn, other, a_post(20))
    assert await latest(conn, event, 1) == [1, 2]


async def test_questions_but_for_those_of_a_chat(conn: AsyncConnection, event: Event) -> None:
    given = [
        a_post(1, text="Why?"),
        a_post(2, 2, text="Because."),
        a_post(3, text="Q1 Why?"),
        a_post(4, 3, text="何時？ #HRdrinks"),
    ]
    await put(conn, event, *given)
    asked = chat.Question(1, "Why?", NOW)
    plan = chat_plan.ChatPlan((asked,), NOW, NOW + HOUR, "host")
    planned = await chats.add(conn, event.id, plan)
    await chat_posts.add(conn, [(3, Placed(planned.id, 1, "question"))])
    found = await talk.questions(conn, event.id, NOW - HOUR, 10)
    assert [post.id for post in found] == [1, 4]


async def test_who_answered_a_post(conn: AsyncConnection, event: Event) -> None:
    await put(
        conn,
        event,
        a_post(1),
        a_post(2, 2, reply_to_id=1),
        a_post(3, 3, quoted_id=1),
        a_post(4, 4, reposted_id=1),
        a_post(5, 2, reply_to_id=1),
    )
    assert await talk.answered_by(conn, [1, 2]) == {1: frozenset({2, 3})}


async def test_what_people_said_newest_first(conn: AsyncConnection, event: Event) -> None:
    await put(conn, event, *(a_post(n) for n in (1, 2, 3)), a_post(4, 2))
    await put(conn, event, a_post(5, 1, reposted_id=4))
    await put(conn, event, a_post(6), state="proof")
    elsewhere = await events.add(conn, replace(a_draft(), guild_id=GUILD + 1))
    await put(conn, elsewhere, a_post(7))
    found = await talk.said_by(conn, GUILD, [1, 2, 3], 2)
    assert {person: [p.id for p in said] for person, said in found.items()} == {
        1: [3, 2],
        2: [4],
    }


async def test_the_round_that_follows(conn: AsyncConnection, event: Event) -> None:
    await rounds.plan(conn, event.id, [NOW + HOUR, NOW + 2 * HOUR])
    assert await rounds.following(conn, event.id, NOW) == NOW + HOUR
    assert await rounds.following(conn, event.id, NOW + HOUR) == NOW + 2 * HOUR
    await rounds.settle(conn, event.id, NOW + 2 * HOUR, "done")
    assert await rounds.following(conn, event.id, NOW + HOUR) is None
