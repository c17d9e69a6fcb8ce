"""What members answered to organisers' questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import chunks
from db.schema import events
from db.schema_questions import answers, questions
from db.upsert import upsert

# A member's answers, by the ids of the questions.
Given = dict[int, str]


class Answered(NamedTuple):
    event_id: int
    wording: str
    answer: str


async def of_event(conn: AsyncConnection, event_id: int) -> dict[int, Given]:
    """All answers to an event's questions, by member."""
    return await _given(conn, questions.c.event_id == event_id)


async def of_members(
    conn: AsyncConnection, event_id: int, member_ids: Collection[int]
) -> dict[int, Given]:
    """What these members answered; who answered nothing is left out."""
    found: dict[int, Given] = {}
    for chunk in chunks(member_ids):
        theirs = (questions.c.event_id == event_id) & answers.c.member_id.in_(chunk)
        found |= await _given(conn, theirs)
    return found


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> list[Answered]:
    """Everything a member answered in one guild."""
    query = (
        sa.select(questions.c.event_id, questions.c.wording, answers.c.answer)
        .select_from(answers.join(questions).join(events))
        .where(events.c.guild_id == guild_id, answers.c.member_id == member_id)
        .order_by(questions.c.id)
    )
    return [Answered(r.event_id, r.wording, r.answer) for r in await conn.execute(query)]


async def save(conn: AsyncConnection, member_id: int, given: Mapping[int, str]) -> None:
    """Store a member's answers, instead of those they gave to the same questions before."""
    rows = [
        {"question_id": question_id, "member_id": member_id, "answer": answer}
        for question_id, answer in given.items()
    ]
    await upsert(conn, answers, rows, lambda new: {"answer": new.answer})


async def remove(
    conn: AsyncConnection, question_ids: Collection[int], member_ids: Collection[int]
) -> None:
    """Remove what these members answered to these questions."""
    for chunk in chunks(member_ids):
        theirs = answers.c.question_id.in_(question_ids) & answers.c.member_id.in_(chunk)
        await conn.execute(sa.delete(answers).where(theirs))


async def remove_of(conn: AsyncConnection, event_id: int, member_id: int) -> None:
    """Remove all that a member answered to an event's questions."""
    asked = sa.select(questions.c.id).where(questions.c.event_id == event_id)
    await _remove(conn, member_id, asked)


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    asked = sa.select(questions.c.id).join(events).where(events.c.guild_id == guild_id)
    await _remove(conn, member_id, asked)


async def _remove(conn: AsyncConnection, member_id: int, asked: sa.Select[tuple[int]]) -> None:
    own = (answers.c.member_id == member_id) & answers.c.question_id.in_(asked)
    await conn.execute(sa.delete(answers).where(own))


async def _given(conn: AsyncConnection, which: sa.ColumnElement[bool]) -> dict[int, Given]:
    query = sa.select(answers).select_from(answers.join(questions)).where(which)
    found: defaultdict[int, Given] = defaultdict(dict)
    for row in await conn.execute(query):
        found[row.member_id][row.question_id] = row.answer
    return dict(found)
