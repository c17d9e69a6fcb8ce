"""What organisers ask those who come."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.questions import Question, QuestionDraft
from db.schema_questions import questions

# Asked for at every tap, so it is put together once.
_OF_EVENT = (
    sa.select(questions)
    .where(questions.c.event_id == sa.bindparam("event"))
    .order_by(questions.c.id)
)


async def of_event(conn: AsyncConnection, event_id: int) -> list[Question]:
    """An event's questions in the order in which they were added."""
    return [_question(row) for row in await conn.execute(_OF_EVENT, {"event": event_id})]


async def add(conn: AsyncConnection, event_id: int, draft: QuestionDraft) -> Question:
    insertion = sa.insert(questions).values(event_id=event_id, **asdict(draft)).returning(questions)
    return _question((await conn.execute(insertion)).one())


async def change(conn: AsyncConnection, question_id: int, draft: QuestionDraft) -> None:
    own = questions.c.id == question_id
    await conn.execute(sa.update(questions).where(own).values(**asdict(draft)))


async def remove(conn: AsyncConnection, question_id: int) -> None:
    """Remove a question with its answers."""
    await conn.execute(sa.delete(questions).where(questions.c.id == question_id))


async def copy(conn: AsyncConnection, event_id: int, to: int) -> None:
    """Let another event begin with the questions of this one."""
    for each in await of_event(conn, event_id):
        await add(conn, to, QuestionDraft(each.wording, each.choices, each.required))


def _question(row: sa.Row[Any]) -> Question:
    return Question(row.wording, tuple(row.choices), row.required, id=row.id)
