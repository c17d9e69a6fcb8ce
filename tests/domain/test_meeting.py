"""When people are asked whether they met, and who."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.meeting import all_met, checked_report, checked_words, morning_after, to_ask
from tests.domain.making import an_event
from tests.domain.refusals import refuses

LONDON = "Europe/London"
ZONES = st.sampled_from([LONDON, "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"])
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def event(ends_at: datetime, zone: str) -> Event:
    return an_event(ends_at - timedelta(hours=3), zone=zone)


def made(*members: IntroducedMember) -> MadeIntroduction:
    return MadeIntroduction(1, 1, members, "finally_meet", (), "any.1", datetime.now(UTC))


@pytest.mark.parametrize(
    ("day", "hour", "asked"),
    [
        (28, 21, "2026-03-29 10:00 BST"),
        (28, 1, "2026-03-28 10:00 GMT"),
        (28, 9, "2026-03-29 10:00 BST"),
    ],
)
def test_people_are_asked_by_the_clock_of_the_event(day: int, hour: int, asked: str) -> None:
    zone = ZoneInfo(LONDON)
    ends_at = datetime(2026, 3, day, hour, tzinfo=zone).astimezone(UTC)
    at = morning_after(event(ends_at, LONDON)).astimezone(zone)
    assert f"{at:%Y-%m-%d %H:%M %Z}" == asked


@given(ends_at=TIMES, zone=ZONES)
def test_people_are_asked_once_they_have_slept(ends_at: datetime, zone: str) -> None:
    at = morning_after(event(ends_at, zone))
    # The clocks may go forward in between.
    assert timedelta(hours=3) < at - ends_at <= timedelta(hours=29)
    assert at.astimezone(ZoneInfo(zone)).hour == 10


@given(
    answers=st.lists(
        st.tuples(
            st.sampled_from([None, "hello", "declined"]), st.sampled_from([None, True, False])
        ),
        min_size=2,
        max_size=3,
    ),
    came=st.none() | st.sets(st.integers(1, 3)),
)
def test_only_those_who_can_tell_and_did_not_are_asked(
    answers: list[tuple[str | None, bool | None]], came: set[int] | None
) -> None:
    members = [
        IntroducedMember(n, n, answer=answer, met=met)  # type: ignore[arg-type]
        for n, (answer, met) in enumerate(answers, start=1)
    ]
    asked = to_ask(made(*members), came)
    left = [each for each in members if each.answer != "declined"]
    assert all(each in left and each.met is None for each in asked)
    possible = len(left) > 1 and (came is None or {each.member_id for each in left} <= came)
    assert bool(asked) == (possible and any(each.met is None for each in left))
    assert all_met(made(*members)) == (len(left) > 1 and all(each.met for each in left))


def test_words_are_one_line_or_none() -> None:
    assert checked_words(" red\n\tscarf ") == "red scarf"
    assert checked_words(" \n ") is None
    assert checked_words("x" * 200) == "x" * 200
    with refuses("introduction.words_length", limit=200):
        checked_words("x" * 201)


@pytest.mark.parametrize("typed", ["", "  ", "x" * 801])
def test_a_report_says_something_and_not_too_much(typed: str) -> None:
    with refuses("introduction.report_length", limit=800):
        checked_report(typed)
