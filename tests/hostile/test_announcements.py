"""Everything the bot says of its own accord, with hostile words in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from bot.domain.announcements import (
    Announcement,
    AttendeeRole,
    ChatThread,
    IntroductionThread,
    MomentumNote,
    NetworkPicture,
    ScheduledEvent,
    Starters,
)
from bot.domain.changes import Field, facts
from bot.domain.chat import Question
from bot.domain.chat_plan import QUESTION_LIMIT
from bot.domain.filtering import WORD_LIMIT
from bot.domain.markdown import with_addresses
from bot.domain.roster import Roster
from bot.domain.rsvp import NOTE_LIMIT, Rsvp, RsvpSettings
from bot.ports import Outgoing, Place
from bot.services.filter_control import FilterState
from bot.services.momentum_loading import ToDo
from cogs.announcer import DiscordAnnouncer
from cogs.chat_threads import thread_name as question_thread
from cogs.render import card
from cogs.render.change import change_lines
from cogs.render.filter import filter_text
from cogs.render.introduction import thread_name
from cogs.render.message import Message
from cogs.render.momentum import waiting
from cogs.render.outgoing import message
from cogs.requests import requests
from db.filters import FilterSettings
from tests.cogs.town import Town
from tests.hostile.rules import meaning, require_contained, require_fitting, require_harmless
from tests.hostile.saying import (
    NOW,
    PLAIN,
    SAYING,
    author,
    before,
    event,
    line,
    members,
    post,
)
from tests.hostile.values import SAMPLES, VALUES, words
from tests.sampled import sampled

PLACE = Place(70, channel_id=71)


def said(kind: str, words: str) -> Message:
    return message(Outgoing(42, PLACE, SAYING[kind](words)))


def places(words: str) -> str:
    """Where the event is, and where it was, as messages show it."""
    return "\n".join(with_addresses(each.place) for each in (event(words), before(words)))


# No messages, or of posts and pictures alone: what is said in them is tried below, or beside this.
ELSEWHERE = {
    *(ScheduledEvent, IntroductionThread, ChatThread, AttendeeRole),
    *(NetworkPicture, MomentumNote, Starters),
}


def test_every_announcement_is_said() -> None:
    there = {type(say(PLAIN)) for say in SAYING.values()}
    assert there | ELSEWHERE == set(get_args(Announcement)), "each has a row in SAYING"


@contextmanager
def with_(words: str) -> Iterator[None]:
    """What fails meanwhile says with which words."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"with {words}")
        raise


# One half of the values in one message, and the other half in the next.
HALVES = [
    (kind, SAMPLES[(number + half) % 2 :: 2])
    for number, kind in enumerate(SAYING)
    for half in (0, 1)
]


@pytest.mark.parametrize(("kind", "names"), sampled(HALVES, every=2))
async def test_each_value_in_each_message(kind: str, names: list[str]) -> None:
    plain = said(kind, PLAIN)
    for name in names:
        with with_(name):
            found = said(kind, VALUES[name])
            require_fitting(found)
            require_harmless(found, plain, places(VALUES[name]))


@pytest.mark.parametrize("kind", SAYING)
# Each message has them all by itself, above.
@settings(max_examples=settings().max_examples // 3)
@given(words())
async def test_whatever_is_made_of_them(kind: str, text: str) -> None:
    found = said(kind, text)
    require_fitting(found)
    require_harmless(found, said(kind, PLAIN), places(text))


@pytest.mark.parametrize("every", sampled([4, 1], every=2))
async def test_discord_takes_each_and_calls_nobody_else(town: Town, every: int) -> None:
    announcer = DiscordAnnouncer(town.bot)
    place = Place(town.guild.id, channel_id=town.channel.id)
    numbers = count(1)
    # It lets people into its thread first; what it says is that of the direct one.
    for number, kind in enumerate(sorted(SAYING.keys() - {"introduction"})):
        with with_(kind):
            before = len(town.env.http_requests)
            tried = SAMPLES[number % every :: every]
            for name in tried:
                await announcer.send(Outgoing(next(numbers), place, SAYING[kind](VALUES[name])))
            new = town.env.http_requests[before:]
            sent: list[Any] = [r.json for r in new if r.path.endswith("/messages")]
            meant = said(kind, PLAIN).mentions.to_dict()
            assert len(sent) >= len(tried)
            assert all(each["allowed_mentions"].get("parse", []) == [] for each in sent)
            allowed = [set(map(str, each["allowed_mentions"].get("users", []))) for each in sent]
            assert all(each <= set(map(str, meant.get("users", []))) for each in allowed)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_waits_for_a_word_of_the_organisers(name: str) -> None:
    def shown(words: str) -> Message:
        posts = tuple((post(words, n), author(words, n)) for n in range(10, 16))
        to_do = ToDo(posts, posts, frozenset(range(100, 160)), frozenset(range(100, 130)))
        return Message(embeds=(waiting(event(words), to_do, weekly=True),))

    found = shown(VALUES[name])
    require_fitting(found)
    require_harmless(found, shown(PLAIN))


@pytest.mark.parametrize("name", SAMPLES)
def test_threads_and_entries_in_the_list_of_events_have_names_discord_takes(name: str) -> None:
    found = event(VALUES[name])
    thread = thread_name(IntroductionThread(5, found, members(VALUES[name])))
    question = question_thread(Question(1, line(VALUES[name], QUESTION_LIMIT), NOW))
    for each in (found.name, found.place, thread, question):
        assert 1 <= len(each) <= 100
        require_contained(each)
    said = card.description(found)
    assert len(said) <= 1_000
    calls = meaning(said).calls - {("mention", f"<#{found.channel_id}>")}
    assert {kind for kind, _ in calls} <= {"address"}


def test_notes_and_words_fit_into_one_screen_each() -> None:
    many = [Rsvp(member, "asked", member, note="*" * NOTE_LIMIT) for member in range(1, 9)]
    going = [Rsvp(member, "going", member, note="_" * NOTE_LIMIT) for member in range(11, 99)]
    full = event("*" * 100)
    require_fitting(requests(full, Roster(full, RsvpSettings(), [*many, *going])))
    words = tuple("*" * WORD_LIMIT for _ in range(60))
    state = FilterState(full, FilterSettings(), words, 9, 9)
    assert len(filter_text(state)) <= 2_000
    after = replace(facts(event("_" * 500)), starts_at=NOW, hashtag="_" * 99, capacity=3)
    lines = change_lines(before("*" * 500), after, get_args(Field))
    assert len("\n".join(lines)) <= 1_400
