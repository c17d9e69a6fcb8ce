"""Both databases keep what people write exactly, once it was cleaned as it came in."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.exc import DBAPIError

from bot.domain.chat import Question
from bot.domain.chat_plan import QUESTION_LIMIT, ChatPlan
from bot.domain.cleaning import tidy
from bot.domain.door import Attendance
from bot.domain.drafts import Typed
from bot.domain.events import EventDraft
from bot.domain.meeting import Report
from bot.domain.questions import QuestionDraft
from bot.domain.rsvp import Rsvp
from bot.x.payload import parse_page
from db import (
    answers,
    attendance,
    chats,
    drafts,
    events,
    filters,
    people,
    posts,
    questions,
    recognition,
    reports,
    rsvps,
)
from db.engine import Database
from tests.hostile.saying import NOW, event, line
from tests.hostile.values import SAMPLES, VALUES, words


async def test_each_value_is_read_as_it_was_kept(database: Database) -> None:
    for number, name in enumerate(SAMPLES, start=1):
        await _kept(database, VALUES[name], number)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words())
async def test_so_is_whatever_is_made_of_them(database: Database, given: str) -> None:
    await _kept(database, given, hash(given) % 1_000_000 + 1_000)


async def test_what_was_not_cleaned_could_not_be_kept(database: Database) -> None:
    """Else nothing of this would be needed, and nobody would see that it had gone."""
    draft = EventDraft(**{f.name: getattr(event("a"), f.name) for f in fields(EventDraft)})
    object.__setattr__(draft, "name", "a\ud800b")
    with pytest.raises((DBAPIError, UnicodeEncodeError)):
        async with database.begin() as conn:
            await events.add(conn, draft)


def from_x(given: str, number: int) -> tuple[dict[str, Any], str]:
    """An answer of X with hostile words in it, and how X writes them."""
    written = given.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    user = {"id": str(number), "username": f"anna_{number}", "name": given}
    post = {
        "id": str(number),
        "text": written,
        "author_id": str(number),
        "created_at": "2027-06-01T09:00:00Z",
        "entities": {"hashtags": [{"tag": "HRTweetup"}]},
    }
    return {"data": [post], "includes": {"users": [user]}}, written


async def _kept(database: Database, given: str, number: int) -> None:
    body, _ = from_x(given, number)
    page = parse_page(body)
    words = line(given, 80)
    draft = EventDraft(**{f.name: getattr(event(given), f.name) for f in fields(EventDraft)})
    async with database.begin() as conn:
        await people.save(conn, page.authors)
        await posts.save(conn, page.posts)
        made = await events.add(conn, draft)
        assert await events.get(conn, made.id) == made
        assert (made.name, made.place, made.description) == (
            draft.name,
            draft.place,
            draft.description,
        )
        stored = await posts.get_many(conn, [number])
        assert stored == {number: page.posts[0]}
        assert (await people.get_many(conn, [number]))[number] == page.authors[0]
        await _kept_of_members(conn, made.id, words, given)


async def _kept_of_members(conn: Any, event_id: int, words: str, given: str) -> None:
    answer = Rsvp(81, "going", 1, note=words)
    await rsvps.save(conn, event_id, [answer], NOW)
    assert await rsvps.get(conn, event_id, 81) == answer
    asked = await questions.add(conn, event_id, QuestionDraft(words, (words, f"{words}2")))
    assert await questions.of_event(conn, event_id) == [asked]
    await answers.save(conn, 81, {asked.id: words})
    assert (await answers.of_event(conn, event_id))[81] == {asked.id: words}
    await recognition.save(conn, event_id, 81, words)
    assert await recognition.get(conn, event_id, 81) == words
    report = Report(70, event_id, None, 81, tidy(given) or words, NOW)
    report_id = await reports.add(conn, report)
    found = await reports.get(conn, report_id)
    assert found is not None
    assert found.words == report.words
    await filters.add_word(conn, event_id, words, words)
    assert await filters.words(conn, event_id) == {words: words}
    came, _ = await attendance.add(conn, Attendance(event_id, "walk_in", NOW, name=words))
    assert await attendance.of_event(conn, event_id) == [came]
    asking = Question(1, line(given, QUESTION_LIMIT), NOW)
    chat = await chats.add(conn, event_id, ChatPlan((asking,), NOW, NOW, None))
    assert (await chats.get(conn, chat.id)) == chat
    draft = await drafts.save(conn, 70, 81, Typed(71, "UTC", description=tidy(given)), NOW)
    assert await drafts.of_member(conn, 70, 81, NOW) == draft
