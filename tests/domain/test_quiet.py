"""Quiet hours: the clock on the wall decides, also on the nights when it is changed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.quiet import QuietHours, quiet_hours, quiet_until
from bot.domain.when import parse_time
from tests.domain.refusals import refuses

LONDON = "Europe/London"
NIGHT = QuietHours(time(22), time(7, 30), LONDON)
# Zones that jump at midnight, by half an hour, and not at all among them.
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (utc(2026, 1, 8, 21, 59), None),
        (utc(2026, 1, 8, 22, 0), utc(2026, 1, 9, 7, 30)),
        (utc(2026, 1, 9, 7, 29), utc(2026, 1, 9, 7, 30)),
        (utc(2026, 1, 9, 7, 30), None),
        # In summer the same clock is an hour earlier in UTC.
        (utc(2026, 7, 8, 21, 0), utc(2026, 7, 9, 6, 30)),
        # The night of 28 March is an hour short, that of 24 October an hour long.
        (utc(2026, 3, 28, 22, 0), utc(2026, 3, 29, 6, 30)),
        (utc(2026, 10, 24, 21, 0), utc(2026, 10, 25, 7, 30)),
    ],
)
def test_a_night_in_london(now: datetime, until: datetime | None) -> None:
    assert quiet_until(NIGHT, now) == until


def test_within_one_day() -> None:
    lunch = QuietHours(time(12), time(13), LONDON)
    assert quiet_until(lunch, utc(2026, 1, 8, 12, 30)) == utc(2026, 1, 8, 13)
    assert quiet_until(lunch, utc(2026, 1, 8, 13)) is None
    assert quiet_until(lunch, utc(2026, 1, 8, 11, 59)) is None


def test_a_time_that_is_skipped_is_the_moment_of_the_jump() -> None:
    jump = utc(2026, 3, 29, 1)
    until_half_past = QuietHours(time(22), time(1, 30), LONDON)
    assert quiet_until(until_half_past, utc(2026, 3, 29, 0, 59)) == jump
    assert quiet_until(until_half_past, jump) is None
    from_half_past = QuietHours(time(1, 30), time(7), LONDON)
    assert quiet_until(from_half_past, utc(2026, 3, 29, 0, 59)) is None
    assert quiet_until(from_half_past, jump) == utc(2026, 3, 29, 6)


def test_a_time_that_comes_twice_begins_at_the_first_and_ends_at_the_last() -> None:
    until_half_past = QuietHours(time(22), time(1, 30), LONDON)
    assert quiet_until(until_half_past, utc(2026, 10, 25, 0, 45)) == utc(2026, 10, 25, 1, 30)
    from_half_past = QuietHours(time(1, 30), time(7), LONDON)
    assert quiet_until(from_half_past, utc(2026, 10, 25, 0, 29)) is None
    assert quiet_until(from_half_past, utc(2026, 10, 25, 0, 30)) == utc(2026, 10, 25, 7)


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)


@given(TIMES, TIMES, st.sampled_from(ZONES), MOMENTS)
@example(time(22), time(7), LONDON, utc(2026, 3, 29, 0, 59))
def test_they_hold_just_when_the_clock_on_the_wall_says_so(
    start: time, end: time, zone: str, now: datetime
) -> None:
    assume(start != end)
    local = now.astimezone(ZoneInfo(zone))
    near = [(now + timedelta(hours=h)).astimezone(ZoneInfo(zone)).utcoffset() for h in (-26, 26)]
    assume(len(set(near)) == 1)  # the nights on which clocks change have tests of their own
    wall = local.time()
    within = start <= wall < end if start < end else wall >= start or wall < end
    assert (quiet_until(QuietHours(start, end, zone), now) is not None) is within


@given(TIMES, TIMES, st.sampled_from(ZONES), MOMENTS)
@example(time(0, 30), time(0, 10), "Africa/Cairo", utc(2026, 4, 23, 22))
@example(time(1, 30), time(1, 29), LONDON, utc(2026, 10, 25, 0, 30))
def test_they_end_and_never_last_longer_than_a_day_and_the_hour_clocks_go_back(
    start: time, end: time, zone: str, now: datetime
) -> None:
    assume(start != end)
    quiet = QuietHours(start, end, zone)
    until = quiet_until(quiet, now)
    if until is None:
        return
    assert now < until <= now + timedelta(hours=25)
    assert until.second == 0
    assert quiet_until(quiet, until - timedelta(seconds=1)) is not None


def test_all_day_is_refused() -> None:
    assert quiet_hours(time(22), time(7), LONDON) == QuietHours(time(22), time(7), LONDON)
    with refuses("feed.quiet_all_day"):
        quiet_hours(time(9), time(9), LONDON)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22:00", time(22)),
        ("22", time(22)),
        ("10pm", time(22)),
        ("6.30 PM", time(18, 30)),
        ("7:05", time(7, 5)),
        ("midnight", time(0)),
        ("noon", time(12)),
        ("12am", time(0)),
    ],
)
def test_a_time_of_day_as_people_write_it(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "key"),
    [("late", "clock"), ("25:00", "impossible"), ("13pm", "impossible"), ("22:00 to 7", "clock")],
)
def test_what_is_no_time_of_day(typed: str, key: str) -> None:
    with refuses(f"when.{key}"):
        parse_time(typed)
