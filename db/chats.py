"""Tweet chats and their questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Chat, Question
from bot.domain.chat_plan import ChatPlan
from bot.domain.earliest import earliest
from db.events import PLANNED
from db.lookup import Lookup
from db.schema import deliveries, events
from db.schema_chat import chat_questions, chats

_OPEN = chats.c.state == "planned"
PENDING = sa.exists().where(_OPEN)
_LATE = Lookup(
    sa.select(chats.c.id).where(chats.c.ends_at > sa.bindparam("ended_after")), chats.c.event_id
)
_TO_COME = chat_questions.c.state == "planned"


async def add(conn: AsyncConnection, event_id: int, plan: ChatPlan) -> Chat:
    insertion = sa.insert(chats).values(
        event_id=event_id,
        host=plan.host,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        state="planned",
    )
    row = (await conn.execute(insertion.returning(chats))).one()
    own = {"chat_id": row.id}
    await conn.execute(sa.insert(chat_questions), [own | asdict(q) for q in plan.questions])
    return Chat(questions=plan.questions, **row._mapping)


async def get(conn: AsyncConnection, chat_id: int) -> Chat | None:
    return next(iter(await _which(conn, chats.c.id == chat_id)), None)


async def of_events(
    conn: AsyncConnection, event_ids: Collection[int], ended_after: datetime
) -> list[Chat]:
    """The chats of these events that end, or ended, later than that."""
    # Most events have none, and this is asked for with every batch of posts.
    found = await _LATE.rows(conn, event_ids, ended_after=ended_after)
    return await _which(conn, chats.c.id.in_([row.id for row in found])) if found else []


async def latest(conn: AsyncConnection, event_id: int) -> Chat | None:
    """The event's chat that is on or to come, otherwise its last one."""
    found = await _which(conn, chats.c.event_id == event_id)
    return max(found, key=lambda chat: (chat.state == "planned", chat.id), default=None)


async def due(conn: AsyncConnection, now: datetime) -> list[tuple[int, int]]:
    """Questions of planned events to be asked by `now`, earliest first: (chat id, number)."""
    query = (
        sa.select(chat_questions.c.chat_id, chat_questions.c.number)
        .select_from(chat_questions.join(chats).join(events))
        .where(_TO_COME, _OPEN, PLANNED, chat_questions.c.due_at <= now)
        .order_by(chat_questions.c.due_at, chat_questions.c.chat_id, chat_questions.c.number)
    )
    return [(row.chat_id, row.number) for row in await conn.execute(query)]


async def over(conn: AsyncConnection, now: datetime) -> list[int]:
    """The chats of planned events that have come to their end by `now`."""
    query = sa.select(chats.c.id).join(events).where(_OPEN, PLANNED, chats.c.ends_at <= now)
    return list(await conn.scalars(query.order_by(chats.c.ends_at, chats.c.id)))


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next question is to be asked or the next chat ends."""
    question = (
        sa.select(sa.func.min(chat_questions.c.due_at))
        .select_from(chat_questions.join(chats).join(events))
        .where(_TO_COME, _OPEN, PLANNED)
    )
    end = sa.select(sa.func.min(chats.c.ends_at)).join(events).where(_OPEN, PLANNED)
    return earliest(await conn.scalar(question), await conn.scalar(end))


async def settle(
    conn: AsyncConnection, chat_id: int, number: int, state: Literal["asked", "skipped"]
) -> bool:
    """Note what became of a question; False when that was settled before."""
    done = await conn.execute(
        sa.update(chat_questions).where(_own(chat_id, number), _TO_COME).values(state=state)
    )
    return done.rowcount == 1


async def close(conn: AsyncConnection, chat_id: int) -> bool:
    """Note that a chat has come to its end; False when that was noted before."""
    done = await conn.execute(
        sa.update(chats).where(chats.c.id == chat_id, _OPEN).values(state="over")
    )
    return done.rowcount == 1


async def cancel(conn: AsyncConnection, chat_id: int, now: datetime) -> bool:
    """End a chat here and now: what is still to come is not asked. False when it was over."""
    earlier = sa.case((chats.c.ends_at > now, now), else_=chats.c.ends_at)
    done = await conn.execute(
        sa.update(chats)
        .where(chats.c.id == chat_id, _OPEN)
        .values(state="cancelled", ends_at=sa.type_coerce(earlier, chats.c.ends_at.type))
    )
    to_come = (chat_questions.c.chat_id == chat_id) & _TO_COME
    await conn.execute(sa.update(chat_questions).where(to_come).values(state="cancelled"))
    return done.rowcount == 1


async def opens(conn: AsyncConnection, chat_id: int, number: int, delivery_id: int) -> None:
    """Note which delivery opens a question's thread."""
    await conn.execute(
        sa.update(chat_questions).where(_own(chat_id, number)).values(thread_id=delivery_id)
    )


async def threads_of(conn: AsyncConnection, chat_id: int) -> dict[int, int]:
    """The threads that stand, by the number of their questions."""
    query = (
        sa.select(chat_questions.c.number, deliveries.c.message_id)
        .join(deliveries, deliveries.c.id == chat_questions.c.thread_id)
        .where(chat_questions.c.chat_id == chat_id, deliveries.c.message_id.is_not(None))
    )
    return {row.number: row.message_id for row in await conn.execute(query)}


async def asked_in(conn: AsyncConnection, thread_id: int) -> tuple[int, int, int] | None:
    """The question whose thread that is: (chat id, number, the thread's delivery)."""
    query = (
        sa.select(chat_questions.c.chat_id, chat_questions.c.number, deliveries.c.id)
        .join(deliveries, deliveries.c.id == chat_questions.c.thread_id)
        .where(deliveries.c.message_id == thread_id)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else (row.chat_id, row.number, row.id)


def _own(chat_id: int, number: int) -> sa.ColumnElement[bool]:
    return (chat_questions.c.chat_id == chat_id) & (chat_questions.c.number == number)


async def _which(conn: AsyncConnection, condition: sa.ColumnElement[bool]) -> list[Chat]:
    rows = await conn.execute(sa.select(chats).where(condition).order_by(chats.c.id))
    found: dict[int, Any] = {row.id: row for row in rows}
    questions: dict[int, list[Question]] = {chat_id: [] for chat_id in found}
    query = sa.select(chat_questions).join(chats).where(condition)
    for row in await conn.execute(query.order_by(chat_questions.c.number)):
        question = Question(row.number, row.text, row.due_at, row.state)
        questions[row.chat_id].append(question)
    return [
        Chat(questions=tuple(questions[chat_id]), **row._mapping) for chat_id, row in found.items()
    ]
