"""Waiting posts become messages: all of them, once, in order, within Discord's limits."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed import (
    CHARACTERS_IN_A_MESSAGE,
    POSTS_IN_A_MESSAGE,
    SINGLY_UP_TO,
    continues,
    next_message,
    room_for,
)
from bot.domain.posts import PollOption, Post
from tests.domain.making import post

texts = st.sampled_from(["Hello", "*" * 280, "word " * 50, "long " * 1_300])
# What a post answers: nothing, the one before it, or one that is not there.
answers = st.sampled_from([None, 1, 500])
people = st.integers(1, 2)
queues = st.lists(st.tuples(texts, answers, people), max_size=25).map(
    lambda written: [
        post(n, author_id=by, text=text, reply_to_id=None if back is None else n - back)
        for n, (text, back, by) in enumerate(written, 1)
    ]
)


def messages(waiting: list[Post]) -> list[tuple[Post, ...]]:
    made: list[tuple[Post, ...]] = []
    while message := next_message(waiting):
        made.append(message)
        waiting = waiting[len(message) :]
    return made


@given(queues)
def test_every_post_goes_out_once_and_in_order(waiting: list[Post]) -> None:
    assert [one for message in messages(waiting) for one in message] == waiting


@given(queues)
def test_no_message_is_more_than_discord_takes(waiting: list[Post]) -> None:
    for message in messages(waiting):
        assert len(message) <= POSTS_IN_A_MESSAGE
        size = sum(map(room_for, message))
        assert len(message) == 1 or size <= CHARACTERS_IN_A_MESSAGE


@given(queues, st.data())
def test_a_restart_between_two_messages_changes_nothing(
    waiting: list[Post], data: st.DataObject
) -> None:
    made = messages(waiting)
    stopped = data.draw(st.integers(0, len(made)))
    sent = sum(len(message) for message in made[:stopped])
    assert messages(waiting[sent:]) == made[stopped:]


@given(queues)
def test_it_is_enough_to_look_at_as_many_as_fit(waiting: list[Post]) -> None:
    assert next_message(waiting[:POSTS_IN_A_MESSAGE]) == next_message(waiting)


@given(queues)
def test_no_room_is_wasted_while_many_wait(waiting: list[Post]) -> None:
    message = next_message(waiting)
    if len(waiting) <= SINGLY_UP_TO or len(message) == POSTS_IN_A_MESSAGE:
        return
    with_one_more = waiting[: len(message) + 1]
    if len(with_one_more) > len(message):
        size = sum(map(room_for, with_one_more))
        assert size > CHARACTERS_IN_A_MESSAGE


def test_few_go_out_singly_and_many_together() -> None:
    waiting = [post(number) for number in range(1, 24)]
    assert [len(message) for message in messages(waiting)] == [10, 10, 1, 1, 1]
    assert next_message([]) == ()


def test_a_post_too_long_for_company_goes_alone() -> None:
    long, short = "long " * 1_300, "short"
    waiting = [post(n, text=text) for n, text in enumerate([long, short, short, short, short], 1)]
    assert [len(message) for message in messages(waiting)] == [1, 4]


def test_what_counts_is_the_text_as_it_is_sent() -> None:
    plain = [post(number, text="a" * 1_000) for number in range(1, 6)]
    starred = [post(number, text="*" * 1_000) for number in range(1, 6)]
    assert len(next_message(plain)) == 4
    assert len(next_message(starred)) == 2


@given(queues)
def test_while_few_wait_only_a_thread_shares_a_message(waiting: list[Post]) -> None:
    message = next_message(waiting[:SINGLY_UP_TO])
    assert all(continues(after, before) for before, after in pairwise(message))


def test_a_thread_that_waits_together_is_one_message() -> None:
    first = post(1, author_id=7)
    second, third = (post(n, author_id=7, reply_to_id=n - 1) for n in (2, 3))
    assert next_message([first, second, third]) == (first, second, third)
    answer = post(2, author_id=8, reply_to_id=1)
    assert next_message([first, answer]) == (first,)
    elsewhere = post(2, author_id=7, reply_to_id=99)
    assert next_message([first, elsewhere]) == (first,)


def test_a_thread_goes_on_after_an_edited_post() -> None:
    first = post(1, author_id=7, edits=(1, 5), version_id=5)
    assert continues(post(6, author_id=7, reply_to_id=5), first)


def test_what_stands_beside_the_text_takes_room() -> None:
    plain = post(1)
    beside: dict[str, Any] = {
        "reply_to_id": 500,
        "quoted_id": 500,
        "poll": (PollOption("Yes"),),
        "edits": (1, 2),
    }
    for name, value in beside.items():
        assert room_for(post(1, **{name: value})) > room_for(plain)
