"""The door's rules: codes and their time, who came how, who stepped back late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.door import (
    CODE_LENGTH,
    CODE_LETTERS,
    CODE_ROTATES,
    TRIES,
    TRIES_WITHIN,
    Attendance,
    Door,
    closes_at,
    code,
    gave_up_late,
    how_member_came,
    is_code,
    next_try_at,
    require_openable,
    still_expected,
)
from bot.domain.rsvp import Rsvp, Status
from tests.domain.making import an_event
from tests.domain.refusals import refuses

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STARTS = datetime(2026, 6, 24, 17, 30, tzinfo=UTC)
EVENT = an_event(STARTS)
moments = st.timedeltas(timedelta(0), timedelta(days=9_000)).map(lambda after: STARTS + after)
secrets = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(secrets, moments, st.timedeltas(timedelta(0), 2 * CODE_ROTATES))
def test_a_code_counts_until_the_moment_it_names_and_no_longer(
    secret: str, shown_at: datetime, later: timedelta
) -> None:
    shown = code(secret, shown_at)
    assert CODE_ROTATES < shown.until - shown_at <= 2 * CODE_ROTATES
    assert is_code(secret, shown.letters, shown_at + later) == (shown_at + later < shown.until)


@given(secrets, moments)
def test_a_code_is_six_letters_that_are_not_taken_for_others(secret: str, now: datetime) -> None:
    letters = code(secret, now).letters
    assert len(letters) == CODE_LENGTH
    assert set(letters) <= set(CODE_LETTERS)
    assert not set(letters) & set("AEIOULQV0123456789")


@given(secrets, moments)
def test_a_code_counts_however_it_is_typed(secret: str, now: datetime) -> None:
    letters = code(secret, now).letters
    for typed in (
        letters.lower(),
        f" {letters[:3]} {letters[3:]}\n",
        f"{letters[:3]}-{letters[3:]}",
    ):
        assert is_code(secret, typed, now)


@given(secrets, moments, st.text(max_size=12))
def test_anything_else_is_no_code(secret: str, now: datetime, typed: str) -> None:
    valid = {code(secret, now).letters, code(secret, now - CODE_ROTATES).letters}
    tidy = "".join(typed.split()).replace("-", "").upper()
    assert is_code(secret, typed, now) == (tidy in valid)


def test_doors_do_not_share_codes() -> None:
    codes = {code(f"{number:032x}", STARTS).letters for number in range(500)}
    assert len(codes) == 500


@given(st.lists(st.timedeltas(timedelta(0), 2 * TRIES_WITHIN), max_size=12))
def test_a_few_wrong_codes_are_free_and_then_one_waits(ago: list[timedelta]) -> None:
    tries = [STARTS - each for each in ago]
    recent = sum(each < TRIES_WITHIN for each in ago)
    again = next_try_at(tries, STARTS)
    assert (again is None) == (recent < TRIES)
    if again is not None:
        assert STARTS < again <= STARTS + TRIES_WITHIN
        assert next_try_at(tries, again) is None
        assert next_try_at(tries, again - timedelta(microseconds=1)) is not None


def test_a_door_opens_from_a_day_before_until_a_week_after() -> None:
    for now in (STARTS - 24 * HOUR, STARTS, EVENT.ends_at + timedelta(days=7)):
        require_openable(EVENT, now)
    with refuses("door.too_early", opens=STARTS - 24 * HOUR):
        require_openable(EVENT, STARTS - 24 * HOUR - MINUTE)
    with refuses("door.too_late"):
        require_openable(EVENT, EVENT.ends_at + timedelta(days=7) + MINUTE)
    with refuses("event.cancelled", name=EVENT.name):
        require_openable(replace(EVENT, state="cancelled"), STARTS)


def test_a_door_closes_three_hours_after_the_end_or_after_it_was_opened_again() -> None:
    door = Door(EVENT.id, "", STARTS - HOUR)
    assert closes_at(EVENT, door) == EVENT.ends_at + 3 * HOUR
    again = replace(door, opened_at=EVENT.ends_at + 20 * HOUR)
    assert closes_at(EVENT, again) == EVENT.ends_at + 23 * HOUR


@pytest.mark.parametrize("status", [None, *get_args(Status)])
def test_whoever_comes_without_a_place_is_a_walk_in(status: Status | None) -> None:
    expected = status == "going"
    assert how_member_came(status, by_self=False) == ("organiser" if expected else "walk_in")
    assert how_member_came(status, by_self=True) == ("self" if expected else "walk_in")


def test_a_place_given_up_within_a_day_of_the_start_is_given_up_late() -> None:
    assert gave_up_late(STARTS, STARTS - 24 * HOUR)
    assert not gave_up_late(STARTS, STARTS - 24 * HOUR - MINUTE)


@given(
    st.dictionaries(st.integers(1, 9), st.sampled_from(get_args(Status))),
    st.sets(st.integers(1, 12)),
)
def test_whoever_has_a_place_came_or_is_expected(
    statuses: dict[int, Status], came: set[int]
) -> None:
    rsvps = [Rsvp(member, status, 100 - member) for member, status in statuses.items()]
    inside = [Attendance(EVENT.id, "self", STARTS, member_id=member) for member in came]
    inside.append(Attendance(EVENT.id, "walk_in", STARTS, name="Zoe"))
    going = {member for member, status in statuses.items() if status == "going"}
    found = still_expected(rsvps, inside)
    assert set(found) == going - came
    assert found == sorted(found, reverse=True), "in the order of their places"
