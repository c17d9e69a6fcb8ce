from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.questions import Question, QuestionDraft
from db import answers, events, questions
from db.answers import Answered
from db.schema_questions import answers as table
from tests.db.rows import GUILD, LARGEST, a_draft

FREE = QuestionDraft("Anything we should “know”? 🎉")
DIET = QuestionDraft("What do you eat?", ("Everything", "No meat"), required=True)


async def test_questions_come_back_in_their_order_as_they_were_asked(
    conn: AsyncConnection, event: Event
) -> None:
    elsewhere = await events.add(conn, a_draft())
    one, two = await questions.add(conn, event.id, FREE), await questions.add(conn, event.id, DIET)
    await questions.copy(conn, event.id, elsewhere.id)
    copied = await questions.of_event(conn, elsewhere.id)
    assert [QuestionDraft(q.wording, q.choices, q.required) for q in copied] == [FREE, DIET]
    assert await questions.of_event(conn, event.id) == [one, two]
    assert two == Question(DIET.wording, DIET.choices, DIET.required, id=two.id)
    await questions.change(conn, one.id, DIET)
    assert (await questions.of_event(conn, event.id))[0] == Question(
        DIET.wording, DIET.choices, DIET.required, id=one.id
    )
    await questions.remove(conn, one.id)
    assert await questions.of_event(conn, event.id) == [two]


async def test_the_last_answer_of_a_member_counts(conn: AsyncConnection, event: Event) -> None:
    one, two = await questions.add(conn, event.id, FREE), await questions.add(conn, event.id, DIET)
    await answers.save(conn, LARGEST, {one.id: "No", two.id: "Everything"})
    await answers.save(conn, LARGEST, {two.id: "No meat"})
    await answers.save(conn, 2, {two.id: "Everything"})
    assert await answers.of_event(conn, event.id) == {
        LARGEST: {one.id: "No", two.id: "No meat"},
        2: {two.id: "Everything"},
    }
    assert await answers.of_members(conn, event.id, [2, 3]) == {2: {two.id: "Everything"}}
    await answers.remove(conn, [two.id], [LARGEST])
    assert await answers.of_members(conn, event.id, [LARGEST]) == {LARGEST: {one.id: "No"}}


async def test_answers_go_with_their_question_and_with_its_event(
    conn: AsyncConnection, event: Event
) -> None:
    one, two = await questions.add(conn, event.id, FREE), await questions.add(conn, event.id, DIET)
    await answers.save(conn, 1, {one.id: "No", two.id: "Everything"})
    await questions.remove(conn, one.id)
    assert await answers.of_event(conn, event.id) == {1: {two.id: "Everything"}}
    await conn.execute(sa.text("DELETE FROM events WHERE id = :id"), {"id": event.id})
    assert (await conn.execute(sa.select(table))).all() == []


async def test_a_members_answers_are_seen_and_forgotten_in_one_guild(
    conn: AsyncConnection, event: Event
) -> None:
    here, elsewhere = event, await events.add(conn, a_draft(guild_id=GUILD + 1))
    one, other = [await questions.add(conn, each.id, FREE) for each in (here, elsewhere)]
    await answers.save(conn, 1, {one.id: "Yes", other.id: "No"})
    assert await answers.of_member(conn, GUILD, 1) == [Answered(here.id, FREE.wording, "Yes")]
    assert await answers.of_member(conn, GUILD, 2) == []
    await answers.forget(conn, GUILD, 1)
    assert await answers.of_member(conn, GUILD, 1) == []
    assert await answers.of_member(conn, GUILD + 1, 1) != []
    await answers.remove_of(conn, elsewhere.id, 1)
    assert await answers.of_member(conn, GUILD + 1, 1) == []
