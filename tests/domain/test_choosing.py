from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.choosing import named, nearest_first, next_event
from bot.domain.events import Event
from tests.domain.making import an_event

NOW = datetime(2026, 1, 8, 9, tzinfo=UTC)


def event(number: int, days: float, name: str = "HR Tweetup", hashtag: str = "HRTweetup") -> Event:
    starts = NOW + timedelta(days=days)
    return an_event(starts, name=name, hashtag=hashtag, created_at=NOW, id=number)


PAST, LONG_PAST, ON, SOON, LATER = (
    event(1, -7),
    event(2, -30),
    event(3, -0.05),
    event(4, 2),
    event(5, 9),
)


def test_the_next_is_the_one_that_is_on_or_comes_first() -> None:
    assert next_event([LATER, PAST, SOON, ON], NOW) == ON
    assert next_event([LATER, PAST, SOON], NOW) == SOON


def test_when_all_are_over_it_is_the_last_one() -> None:
    assert next_event([LONG_PAST, PAST], NOW) == PAST
    assert next_event([], NOW) is None


def test_those_to_come_are_offered_first() -> None:
    found = nearest_first([LONG_PAST, LATER, PAST, SOON, ON], NOW)
    assert found == [ON, SOON, LATER, PAST, LONG_PAST]


def test_one_without_a_date_or_cancelled_is_not_the_next_while_another_is() -> None:
    undated, cancelled = replace(PAST, state="postponed"), replace(SOON, state="cancelled")
    assert next_event([undated, cancelled, LATER, LONG_PAST], NOW) == LATER
    assert nearest_first([cancelled, LONG_PAST, undated, LATER], NOW) == [
        *(LATER, undated, cancelled, LONG_PAST)
    ]


def test_a_name_as_it_is_comes_before_names_that_hold_it() -> None:
    tea, tea_two = event(6, 1, "Tea", "tea"), event(7, 1, "Tea again", "tea")
    assert named([tea, tea_two], " TEA ") == [tea]
    assert named([tea, tea_two], "again") == [tea_two]
    assert named([tea, tea_two], "#tea") == [tea, tea_two]
    assert named([tea, tea_two], "coffee") == []
