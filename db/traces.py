"""What is kept of each member for an event, beyond whether they came: it goes long after it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import attendance_confirmations, rsvps, snoozes
from db.schema_chat import chats
from db.schema_door import attendance, late_cancellations
from db.schema_introductions import round_attendees
from db.schema_meeting import recognition, reports
from db.schema_questions import answers, questions

_OF_THE_EVENT = (
    attendance_confirmations,
    snoozes,
    late_cancellations,
    round_attendees,
    recognition,
    reports,
)


async def erase(conn: AsyncConnection, event_id: int) -> None:
    """Erase notes, answers to organisers' questions, names of walk-ins, who checked in whom, and
    all that only mattered around the event. How members answered and that they came stays."""
    for table in _OF_THE_EVENT:
        await conn.execute(sa.delete(table).where(table.c.event_id == event_id))
    asked = sa.select(questions.c.id).where(questions.c.event_id == event_id)
    await conn.execute(sa.delete(answers).where(answers.c.question_id.in_(asked)))
    await conn.execute(sa.update(rsvps).where(rsvps.c.event_id == event_id).values(note=None))
    came = sa.update(attendance).where(attendance.c.event_id == event_id)
    await conn.execute(came.values(name=None, handle=None, by_id=None))
    await conn.execute(sa.update(chats).where(chats.c.event_id == event_id).values(host=None))
