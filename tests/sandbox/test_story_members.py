"""The demo's members do what it has to show: a full room, places passed on, introductions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import networkx as nx
import pytest

from bot.sandbox.story import STORY
from bot.sandbox.story.model import Consent, DirectReminders, Link, Prove, Repost, Say, Take, Tap
from bot.sandbox.story.timeline import on
from tests.sandbox.story_reading import SAYS, mentioned

CODE_VALID = timedelta(days=2)


def test_only_members_act_on_discord() -> None:
    acts = [
        event
        for event in STORY.events
        if isinstance(event, Tap | Take | Link | Prove | Consent | DirectReminders)
    ]
    assert all(STORY.people[act.who].member for act in acts)
    answered = {act.who for act in acts if isinstance(act, Tap)}
    assert answered == {key for key, person in STORY.people.items() if person.member}


def test_a_proof_follows_its_link_and_carries_the_code_once() -> None:
    linked: dict[str, datetime] = {}
    proved: set[str] = set()
    for event in STORY.events:
        if isinstance(event, Link):
            assert event.who not in proved
            linked[event.who] = event.at
        elif isinstance(event, Prove):
            assert event.text.count("{code}") == 1
            assert timedelta() < event.at - linked[event.who] < CODE_VALID
            proved.add(event.who)
    assert proved == set(linked)
    assert any(person.member and key not in proved for key, person in STORY.people.items())


def test_the_room_fills_people_wait_and_places_pass_on() -> None:
    going: list[str] = []
    waiting: list[str] = []
    ever_waited: list[str] = []
    promoted: list[str] = []
    last: dict[str, str] = {}
    for tap in (event for event in STORY.events if isinstance(event, Tap | Take)):
        if isinstance(tap, Take):
            assert waiting.pop(0) == tap.who, "not the first in line"
            assert len(going) < STORY.capacity, "no place was free"
            promoted.append(tap.who)
            going.append(tap.who)
            continue
        assert last.get(tap.who) != tap.answer, tap
        last[tap.who] = tap.answer
        if tap.answer == "going":
            full = len(going) == STORY.capacity
            (waiting if full else going).append(tap.who)
            ever_waited += [tap.who] if full else []
            continue
        for place in (going, waiting):
            if tap.who in place:
                place.remove(tap.who)
    assert ever_waited == promoted == ["ellie", "callum", "oskar"]
    assert len(going) == STORY.capacity
    assert not waiting
    assert {"maybe", "no", "going"} == set(last.values())


def test_consents_are_given_refused_and_withdrawn() -> None:
    said: dict[str, list[bool]] = defaultdict(list)
    for event in STORY.events:
        if isinstance(event, Consent):
            said[event.who].append(event.introductions)
    assert [who for who, answers in said.items() if answers == [False]] == ["anand"]
    assert [who for who, answers in said.items() if answers == [True, False]] == ["harriet"]
    assert sum(answers == [True] for answers in said.values()) >= 10
    reminders = [event.on for event in STORY.events if isinstance(event, DirectReminders)]
    assert True in reminders
    assert False in reminders


# The introductions that the story leads to


def who_could_be_introduced(at: datetime) -> set[str]:
    """Members with a place at a moment, who proved their handle and agree."""
    going: list[str] = []
    waiting: list[str] = []
    proved: set[str] = set()
    agrees: dict[str, bool] = {}
    for event in STORY.events:
        if event.at > at:
            break
        if isinstance(event, Tap):
            going = [who for who in going if who != event.who]
            waiting = [who for who in waiting if who != event.who]
            if event.answer == "going":
                (going if len(going) < STORY.capacity else waiting).append(event.who)
        elif isinstance(event, Take):
            going.append(event.who)
        elif isinstance(event, Prove):
            proved.add(event.who)
        elif isinstance(event, Consent):
            agrees[event.who] = event.introductions
    return {who for who in going if who in proved and agrees.get(who)}


def ties_before(at: datetime) -> set[frozenset[str]]:
    """The pairs of people of whom one turned to the other under the hashtag until a moment."""
    found = set()
    for event in STORY.events:
        others: set[str] = set()
        if event.at > at:
            break
        if isinstance(event, Repost):
            others = {SAYS[event.of].who}
        elif isinstance(event, Say) and not event.aside:
            referred = [SAYS[post_id].who for post_id in (event.reply_to, event.quote) if post_id]
            others = {*referred, *mentioned(event.text)}
        if isinstance(event, Say | Repost):
            found |= {frozenset((event.who, other)) for other in others if other != event.who}
    return found


def best_round(pairs: set[frozenset[str]]) -> set[frozenset[str]]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((min(pair), max(pair)) for pair in pairs)
    return set(map(frozenset, nx.max_weight_matching(graph, maxcardinality=True)))


@pytest.mark.parametrize(
    ("at", "pairs"), [(on(12, "18:30"), 5), (on(19, "18:30"), 4), (on(21, "18:30"), 4)]
)
def test_each_round_finds_people_who_have_talked(at: datetime, pairs: int) -> None:
    willing = who_could_be_introduced(at)
    possible = {pair for pair in ties_before(at) if pair <= willing}
    assert len(best_round(possible)) >= pairs


def test_rounds_one_after_another_find_new_pairs() -> None:
    made: set[frozenset[str]] = set()
    for at in (on(12, "18:30"), on(19, "18:30"), on(21, "18:30")):
        willing = who_could_be_introduced(at)
        possible = {pair for pair in ties_before(at) if pair <= willing} - made
        chosen = best_round(possible)
        assert len(chosen) >= 3
        made |= chosen


def test_one_attendee_has_talked_to_nobody_before_the_last_round() -> None:
    last_round = on(21, "18:30")
    assert "idris" in who_could_be_introduced(last_round)
    assert not any("idris" in pair for pair in ties_before(last_round))
