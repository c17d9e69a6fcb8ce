"""An organiser's own questions: asked, changed, answered, and read by organisers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.questions import (
    QUESTIONS_LIMIT,
    Question,
    QuestionDraft,
    checked_answer,
    still_fits,
)
from bot.domain.rsvp import Rsvp
from bot.errors import UserError
from bot.ports import Clock
from bot.services.rsvp import open_event
from db import answers, events, questions, rsvps
from db.engine import Database

# A member's answers, by the ids of the questions.
Given = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """An event's questions, and how many answers each has by its id."""

    event: Event
    questions: tuple[Question, ...]
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who means to come, and what they answered."""

    rsvp: Rsvp
    given: Given


@dataclass(frozen=True, slots=True)
class Answers:
    """All who mean to come, by turn, those with a place first."""

    event: Event
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]


class Questions:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def asked(self, event: Event) -> Asked:
        async with self._database.read() as conn:
            found = await questions.of_event(conn, event.id)
            given = await answers.of_event(conn, event.id)
        counts = {each.id: sum(each.id in theirs for theirs in given.values()) for each in found}
        return Asked(event, tuple(found), counts)

    async def add(self, event: Event, draft: QuestionDraft) -> None:
        """Raises UserError when the event is over or has as many questions as it can."""
        async with self._database.begin() as conn:
            await open_event(conn, event.guild_id, event.id, self._clock.now())
            if len(await questions.of_event(conn, event.id)) >= QUESTIONS_LIMIT:
                raise UserError("questions.too_many", limit=QUESTIONS_LIMIT)
            await questions.add(conn, event.id, draft)

    async def change(self, event: Event, question_id: int, draft: QuestionDraft) -> tuple[int, int]:
        """Ask a question otherwise; gives how many answers still hold, and how many went.

        Those that could not be given to it any more go. Raises UserError when there is no such
        question, or the event is over.
        """
        async with self._database.begin() as conn:
            await open_event(conn, event.guild_id, event.id, self._clock.now())
            await _one(conn, event, question_id)
            given = {
                member_id: theirs[question_id]
                for member_id, theirs in (await answers.of_event(conn, event.id)).items()
                if question_id in theirs
            }
            gone = [member_id for member_id in given if not still_fits(draft, given[member_id])]
            await answers.remove(conn, [question_id], gone)
            await questions.change(conn, question_id, draft)
        return len(given) - len(gone), len(gone)

    async def remove(self, event: Event, question_id: int) -> Question:
        """Ask a question no more; its answers go with it. Raises UserError when there is none."""
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            found = await _one(conn, event, question_id)
            await questions.remove(conn, question_id)
        return found

    async def answer(
        self, guild_id: int, event_id: int, member_id: int, given: Mapping[Question, str]
    ) -> None:
        """Keep what a member answered to the questions as they saw them; what is empty goes.

        Raises UserError when an organiser has changed one meanwhile, when the member is not
        coming, or when the event is over. Then nothing is kept.
        """
        async with self._database.begin() as conn:
            event = await open_event(conn, guild_id, event_id, self._clock.now())
            own = await rsvps.get(conn, event.id, member_id)
            if own is None or not own.coming:
                raise UserError("rsvp.not_coming", name=event.name)
            asked = await questions.of_event(conn, event.id)
            if not all(question in asked for question in given):
                raise UserError("questions.outdated")
            checked = {each.id: checked_answer(each, typed) for each, typed in given.items()}
            empty = [question_id for question_id, answer in checked.items() if answer is None]
            await answers.remove(conn, empty, [member_id])
            await answers.save(conn, member_id, {i: a for i, a in checked.items() if a is not None})

    async def answers(self, event: Event) -> Answers:
        async with self._database.read() as conn:
            asked = await questions.of_event(conn, event.id)
            given = await answers.of_event(conn, event.id)
            coming = [rsvp for rsvp in await rsvps.of_event(conn, event.id) if rsvp.coming]
        coming.sort(key=lambda rsvp: (rsvp.status != "going", rsvp.turn))
        found = (Respondent(rsvp, given.get(rsvp.member_id, {})) for rsvp in coming)
        return Answers(event, tuple(asked), tuple(found))


async def _one(conn: AsyncConnection, event: Event, question_id: int) -> Question:
    for question in await questions.of_event(conn, event.id):
        if question.id == question_id:
            return question
    raise UserError("questions.gone")
