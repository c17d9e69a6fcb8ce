"""Places, turns and the waitlist, against a model made of two plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rsvp import Answer, Outcome, Rsvp, answer, promotions

WISHES: tuple[Answer, ...] = get_args(Answer)
capacities = st.none() | st.integers(1, 4)
taps = st.lists(st.tuples(st.integers(1, 7), st.sampled_from(WISHES)), max_size=40)


@dataclass
class Room:
    """What the service does with the rules: it keeps what `answer` gives back."""

    capacity: int | None
    rsvps: dict[int, Rsvp] = field(default_factory=dict)

    def tap(self, member: int, wish: Answer) -> Outcome:
        outcome = answer(self.rsvps.values(), member, wish, capacity=self.capacity)
        for rsvp in (outcome.own, *outcome.promoted):
            self.rsvps[rsvp.member_id] = rsvp
        return outcome

    def having(self, status: str) -> set[int]:
        return {rsvp.member_id for rsvp in self.rsvps.values() if rsvp.status == status}

    @property
    def queue(self) -> list[int]:
        waiting = (rsvp for rsvp in self.rsvps.values() if rsvp.status == "waitlisted")
        return [rsvp.member_id for rsvp in sorted(waiting, key=lambda rsvp: rsvp.turn)]


@dataclass
class Model:
    """The same rules told with a set of places and a queue of people."""

    capacity: int | None
    placed: set[int] = field(default_factory=set)
    queue: list[int] = field(default_factory=list)
    others: dict[int, Answer] = field(default_factory=dict)

    def tap(self, member: int, wish: Answer) -> None:
        if wish == "going":
            self.others.pop(member, None)
            if member not in self.placed and member not in self.queue:
                self.queue.append(member)
        else:
            self.placed.discard(member)
            self.queue = [waiting for waiting in self.queue if waiting != member]
            self.others[member] = wish
        while self.queue and (self.capacity is None or len(self.placed) < self.capacity):
            self.placed.add(self.queue.pop(0))


def assert_same(room: Room, model: Model) -> None:
    assert room.having("going") == model.placed
    assert room.queue == model.queue
    assert room.having("maybe") | room.having("declined") == set(model.others)
    assert all(room.rsvps[member].status == wish for member, wish in model.others.items())
    assert model.capacity is None or len(model.placed) <= model.capacity


@pytest.mark.parametrize("capacity", [1, 2, None])
def test_every_short_history_of_three_people(capacity: int | None) -> None:
    every_tap = list(product((1, 2, 3), WISHES))
    for history in product(every_tap, repeat=4):
        room, model = Room(capacity), Model(capacity)
        for member, wish in history:
            room.tap(member, wish)
            model.tap(member, wish)
        assert_same(room, model)


@given(capacities, taps)
def test_long_histories(capacity: int | None, history: list[tuple[int, Answer]]) -> None:
    room, model = Room(capacity), Model(capacity)
    for member, wish in history:
        going_before, queue_before = room.having("going"), room.queue
        outcome = room.tap(member, wish)
        model.tap(member, wish)
        assert_same(room, model)
        assert going_before - {member} <= room.having("going"), "somebody lost their place"
        stayed = [waiting for waiting in queue_before if waiting != member]
        promoted = [rsvp.member_id for rsvp in outcome.promoted]
        assert promoted == stayed[: len(promoted)], "somebody was promoted out of turn"
    assert set(room.rsvps) == {member for member, _ in history}, "somebody was lost"


@given(capacities, taps, st.data())
def test_a_second_tap_changes_nothing(
    capacity: int | None, history: list[tuple[int, Answer]], data: st.DataObject
) -> None:
    room = Room(capacity)
    for member, wish in history:
        room.tap(member, wish)
    member, wish = data.draw(st.sampled_from([*history, (8, "going")]))
    first = room.tap(member, wish)
    before = dict(room.rsvps)
    second = room.tap(member, wish)
    assert second == Outcome(first.own, changed=False)
    assert room.rsvps == before


@given(capacities, taps, st.integers(1, 7), st.sampled_from(WISHES), st.randoms())
def test_the_order_in_which_rsvps_are_given_does_not_matter(
    capacity: int | None,
    history: list[tuple[int, Answer]],
    member: int,
    wish: Answer,
    random: Random,
) -> None:
    room = Room(capacity)
    for each, wished in history:
        room.tap(each, wished)
    shuffled = list(room.rsvps.values())
    random.shuffle(shuffled)
    assert answer(shuffled, member, wish, capacity=capacity) == answer(
        room.rsvps.values(), member, wish, capacity=capacity
    )


def test_leaving_promotes_whoever_waits_longest() -> None:
    room = Room(capacity=1)
    for member in (10, 30, 20):
        room.tap(member, "going")
    outcome = room.tap(10, "declined")
    assert outcome.own.status == "declined"
    assert [rsvp.member_id for rsvp in outcome.promoted] == [30]
    assert room.queue == [20]


def test_tapping_again_while_waiting_keeps_the_turn() -> None:
    room = Room(capacity=1)
    for member in (1, 2, 3, 2, 2):
        room.tap(member, "going")
    assert room.queue == [2, 3]


def test_who_leaves_the_queue_goes_to_its_end() -> None:
    room = Room(capacity=1)
    for member in (1, 2, 3):
        room.tap(member, "going")
    room.tap(2, "maybe")
    room.tap(2, "going")
    assert room.queue == [3, 2]


def test_who_waits_and_says_maybe_promotes_nobody() -> None:
    room = Room(capacity=1)
    for member in (1, 2, 3):
        room.tap(member, "going")
    assert room.tap(2, "maybe").promoted == ()


def test_a_bigger_room_takes_in_the_queue_in_turn() -> None:
    waiting = [Rsvp(1, "going", 1), Rsvp(2, "waitlisted", 5), Rsvp(3, "waitlisted", 4)]
    assert promotions(waiting, 1) == ()
    assert promotions(waiting, 2) == (Rsvp(3, "going", 4),)
    assert promotions(waiting, None) == (Rsvp(3, "going", 4), Rsvp(2, "going", 5))


def test_a_smaller_room_sends_nobody_home() -> None:
    inside = [Rsvp(1, "going", 1), Rsvp(2, "going", 2), Rsvp(3, "waitlisted", 3)]
    assert promotions(inside, 1) == ()
    assert answer(inside, 2, "declined", capacity=1).promoted == ()


def test_in_a_room_made_bigger_a_newcomer_learns_of_their_place_after_the_queue() -> None:
    waiting = [Rsvp(1, "going", 1), Rsvp(2, "waitlisted", 2)]
    outcome = answer(waiting, 3, "going", capacity=3)
    assert outcome.own == Rsvp(3, "going", 3)
    assert outcome.promoted == (Rsvp(2, "going", 2),)
    one_place_less = answer(waiting, 3, "going", capacity=2)
    assert one_place_less.own == Rsvp(3, "waitlisted", 3)
    assert one_place_less.promoted == outcome.promoted
