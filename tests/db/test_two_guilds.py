"""One guild never sees another's data: every store function that takes a guild or an event.

Each is called for one guild twice: while that guild is alone in the database, and while another
has a row in every table, about the same people and posts. It must give the same both times, and
leave the other's rows alone. A new function is called without anybody's doing, with the arguments
below by their names; what it takes besides belongs there.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from datetime import date, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

import db
from bot.domain import chat_plan, drafts
from bot.domain.budget import Step
from bot.domain.chat import Question
from bot.domain.offsets import offset_of
from bot.domain.questions import QuestionDraft
from bot.domain.rsvp import Rsvp, RsvpSettings
from db.filters import FilterSettings
from db.momentum_notes import NoteSettings
from db.spending import StepTaken
from tests.db.rows import HOUR, NOW
from tests.db.two_guilds import (
    MEMBER,
    MIRRORED,
    OTHER,
    OTHER_PERSON,
    PERSON,
    POST,
    WAITING,
    rows,
    settle,
)

# The other is found first where nobody asks whose it is.
HERE, THERE = 10, 9
LATER = NOW + 99 * HOUR
Store = Callable[..., Awaitable[Any]]
# By the names of parameters; what stands in ONLY is for one function.
GIVEN: dict[str, Any] = {
    "guild_id": HERE,
    "member_id": MEMBER,
    "member_ids": [MEMBER, OTHER],
    "other_member_id": OTHER,
    "person_id": PERSON,
    "person_ids": [PERSON, OTHER_PERSON],
    "author_id": PERSON,
    "author_ids": [PERSON],
    "post_ids": [POST, MIRRORED, WAITING],
    "handle": "x",
    "locale": "de",
    "now": NOW,
    "at": NOW + HOUR,
    "before": LATER,
    "since": NOW - HOUR,
    "start": NOW - HOUR,
    "ended_after": NOW - HOUR,
    "next_at": LATER,
    "due_at": NOW,
    "due_ats": [LATER],
    "archived": True,
    "paused": True,
    "proved": True,
    "what": "introductions",
    "how": "vouched",
    "vouched_by": OTHER,
    "where": "dm",
    "kind": "introduction",
    "channel_id": 21,
    "state": "sent",
    "states": ["folded"],
    "limit": 9,
    "most": 9,
    "most_each": 9,
    "counts": {"came": 3},
    "days": {date(2026, 1, 2): {"posts": 3}},
    "after": 0,
    "typed": "",
    "words": "by the door",
    "key": "x",
    "word": "x",
    "zone": "Europe/Paris",
    "token": "t",
    "role_id": 5,
    "quiet": (time(22), time(7)),
    "standing": "allowed",
    "offset": offset_of("2h"),
    "offsets": [offset_of("1d")],
    "taken": StepTaken(date(2026, 1, 1), 1, Step.FULL),
}
ONLY: dict[str, dict[str, Any]] = {
    "chat_drafts.add": {"typed": chat_plan.Typed("x", "10", "x")},
    "chats.add": {
        "plan": chat_plan.ChatPlan((Question(1, "x", NOW),), NOW, NOW + HOUR, None),
    },
    "drafts.save": {"typed": drafts.Typed(1, "Europe/London")},
    "filed.move": {"states": {POST: "waiting"}, "before": ["folded"]},
    "filters.save": {"settings": FilterSettings()},
    "momentum_notes.save": {"settings": NoteSettings()},
    "members.set_consents": {"listed": True},
    "questions.add": {"draft": QuestionDraft("Why?")},
    "reminders.replan": {"given": []},
    "rounds.following": {"after": NOW - HOUR},
    "rounds.settle": {"state": "done"},
    "rsvp_settings.save": {"settings": RsvpSettings(guests=3)},
    "rsvps.save": {"given": [Rsvp(MEMBER, "declined", 9)]},
}
# Give what they made, with an id that nobody had before.
MAKE = {"chat_drafts.add", "chats.add", "drafts.save", "questions.add"}
# With these rows there is nothing to give or to do: it stands so already, or in another state.
IDLE = {
    *(
        "condition.stuck",
        "account_links.prove",
        "attendance.note_late",
        "blocks.add",
        "calendar_feeds.add",
    ),
    *("delivered.forget_of_event", "departures.note", "erasing.showing", "rounds.have_begun"),
    *("deliveries.of_introduction", "deliveries.redirect", "doors.last_closed", "filters.add_word"),
    *("filters.copy", "follow_ups.open_ones", "reminders.settled"),
    *("momentum_notes.copy", "rsvp_settings.is_closed", "talk.questions"),
}


def _functions() -> dict[str, Store]:
    """Those of the stores that take a guild or an event, as "module.function"."""
    found: dict[str, Store] = {}
    for module in pkgutil.iter_modules(db.__path__):
        if module.ispkg:
            continue
        loaded = importlib.import_module(f"db.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.iscoroutinefunction):
            public = not name.startswith("_") and function.__module__ == loaded.__name__
            if public and {"guild_id", "event_id", "event_ids"} & _parameters(function).keys():
                found[f"{module.name}.{name}"] = function
    return found


def _parameters(function: Store) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(function).parameters)


FUNCTIONS = _functions()


async def test_a_guild_gets_and_changes_what_is_its_own_only(conn: AsyncConnection) -> None:
    own = await settle(conn, HERE)
    alone = {name: await _called(conn, name, own) for name in FUNCTIONS}
    before = await rows(conn)
    idle = {name for name, (given, left) in alone.items() if not given and left == before}
    assert idle == IDLE, "what is given should give or do something, or it belongs in IDLE"
    await settle(conn, THERE)
    others = await rows(conn) - before
    for name in FUNCTIONS:
        given, left = await _called(conn, name, own)
        if name not in MAKE:
            assert given == alone[name][0], name
        assert others <= left, f"{name} changes {others - left}"


async def _called(
    conn: AsyncConnection, name: str, own: dict[str, Any]
) -> tuple[object, set[tuple[str, str]]]:
    """What a function gives and which rows there are then; afterwards it is as if never called."""
    undone = await conn.begin_nested()
    ordered, named = _arguments(name, own)
    given = await FUNCTIONS[name](conn, *ordered, **named)
    left = await rows(conn)
    await undone.rollback()
    return given, left


def _arguments(name: str, own: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    keys = {
        "event_id": own["events"],
        "event_ids": [own["events"]],
        "to": own["events"],
        "delivery_id": own["deliveries"],
        "introduction_id": own["introductions"],
        "attendance_id": own["attendance"],
    }
    known = GIVEN | keys | ONLY.get(name, {})
    ordered: list[Any] = []
    named: dict[str, Any] = {}
    for each in list(_parameters(FUNCTIONS[name]).values())[1:]:
        if each.kind is not inspect.Parameter.VAR_KEYWORD:
            assert each.name in known, f"what {name} takes as {each.name} belongs in GIVEN or ONLY"
        match each.kind:
            case inspect.Parameter.VAR_POSITIONAL:
                ordered += known[each.name]
            case inspect.Parameter.VAR_KEYWORD:
                named |= ONLY[name]
            case inspect.Parameter.KEYWORD_ONLY:
                named[each.name] = known[each.name]
            case _:
                ordered.append(known[each.name])
    return ordered, named
