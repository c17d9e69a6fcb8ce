"""Who is alike before a tweetup, and what is kept of how many of them came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rsvp import Rsvp
from bot.domain.turnout_groups import (
    Group,
    Known,
    kept,
    of_kept,
    outcomes,
    parties,
    told_at,
    unasked,
)
from tests.domain.making import an_event

STARTS = datetime(2026, 6, 25, 17, 30, tzinfo=UTC)
DAY = timedelta(days=1)
EVENT = an_event(STARTS)
groups = st.builds(
    Group,
    st.sampled_from(("going", "maybe", "waiting")),
    st.booleans(),
    st.booleans(),
    st.sampled_from((None, False, True)),
)
outcome = st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def test_members_are_told_apart_by_what_is_known_before() -> None:
    rsvps = [
        Rsvp(1, "going", 1, guests=2),
        Rsvp(2, "going", 2),
        Rsvp(3, "maybe", 3),
        Rsvp(4, "offered", 4),
        Rsvp(5, "declined", 5),
    ]
    when = {1: STARTS - 7 * DAY, 2: STARTS - 8 * DAY, 3: STARTS - DAY, 4: STARTS, 5: STARTS}
    found = parties(rsvps, Known(when, {2}, {1, 3}), STARTS)
    assert found == {
        Group("going", fresh=True, confirmed=True): [rsvps[0]],
        Group("going", spoke=True, confirmed=False): [rsvps[1]],
        Group("maybe", fresh=True): [rsvps[2]],
        Group("waiting", fresh=True): [rsvps[3]],
    }
    assert Group("going", fresh=True) in parties(rsvps, Known(when, (), None), STARTS)
    assert set(outcomes(found, {1, 4}).values()) == {(1, 1), (1, 0)}


@given(st.dictionaries(groups, outcome, max_size=8))
def test_what_is_kept_says_as_much_as_what_was_known(past: dict[Group, tuple[int, int]]) -> None:
    assert of_kept(kept(past)) == past
    merged = unasked(past)
    assert all(group.confirmed is None for group in merged)
    assert [sum(n) for n in zip((0, 0), *merged.values(), strict=True)] == [
        sum(n) for n in zip((0, 0), *past.values(), strict=True)
    ]


@pytest.mark.parametrize(
    ("starts", "told"),
    [("2026-06-25 18:30", "2026-06-25 09:00"), ("2026-06-25 09:30", "2026-06-24 18:00")],
)
def test_organisers_are_told_that_morning_or_the_evening_before(starts: str, told: str) -> None:
    at = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    event = replace(EVENT, starts_at=at, ends_at=at + timedelta(hours=3), zone="UTC")
    assert told_at(event).strftime("%Y-%m-%d %H:%M") == told
