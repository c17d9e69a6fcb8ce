"""What a text can mean: one moment, several to choose from, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readings import Readings, read_when, unmistakable
from tests.domain.refusals import refuses

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2027, 6, 1, 10, tzinfo=LONDON)  # a Tuesday

READINGS = {
    # one reading
    "last Thursday of June 6:30pm": (None, ["2027-06-24 18:30"]),
    "24 June 18:30": (None, ["2027-06-24 18:30"]),
    "24 June 06:30": (None, ["2027-06-24 06:30"]),
    "24 June 10:00": (None, ["2027-06-24 10:00"]),
    "tomorrow evening 6:30": (None, ["2027-06-02 18:30"]),
    "in two weeks at 18h30": (None, ["2027-06-15 18:30"]),
    "in two weeks at 18h": (None, ["2027-06-15 18:00"]),
    "Thursday at 6 pm": (None, ["2027-06-03 18:00"]),
    "Thursday at 18": (None, ["2027-06-03 18:00"]),
    "<t:1813858200>": (None, ["2027-06-24 18:30"]),
    "Thu 03/06 18:30": (None, ["2027-06-03 18:30"]),  # 6 March would be a Monday
    "today 8:00": (None, ["2027-06-01 20:00"]),  # eight in the morning is over
    # a day, or an hour, with two readings
    "03/04 18:30": ("several", ["2028-03-04 18:30", "2028-04-03 18:30"]),
    "03/07/2027 18:30": (None, ["2027-07-03 18:30"]),  # 7 March is over
    "24 June 6:30": ("several", ["2027-06-24 06:30", "2027-06-24 18:30"]),
    "24 June 6.30": ("several", ["2027-06-24 06:30", "2027-06-24 18:30"]),
    "Thursday at 6": ("several", ["2027-06-03 06:00", "2027-06-03 18:00"]),
    "Thursday at 6 o'clock": ("several", ["2027-06-03 06:00", "2027-06-03 18:00"]),
    "Tuesday 9:30": ("several", ["2027-06-01 21:30", "2027-06-08 09:30"]),
    "03/04 6:30": (
        "several",
        ["2028-03-04 06:30", "2028-03-04 18:30", "2028-04-03 06:30", "2028-04-03 18:30"],
    ),
    # no time of day
    "in two weeks": (
        "time",
        ["2027-06-15 12:00", "2027-06-15 18:00", "2027-06-15 18:30", "2027-06-15 19:00"],
    ),
    "Thursday evening": ("time", ["2027-06-03 18:00", "2027-06-03 18:30", "2027-06-03 19:00"]),
    # over
    "24 June 2026 18:30": ("past", ["2027-06-24 18:30"]),
    "2 March 2027 18:30": ("past", ["2028-03-02 18:30"]),
    "29 February 2024 18:30": ("past", ["2028-02-29 18:30"]),
    "today 09:00": ("past", ["2027-06-02 09:00"]),
    # the clocks
    "26 March 2028 01:30": ("skipped", ["2028-03-26 00:30", "2028-03-26 02:30"]),
    "31 October 01:30": ("repeated", ["2027-10-31 01:30", "2027-10-31 01:30"]),
}


@pytest.mark.parametrize(("text", "expected"), READINGS.items())
def test_what_a_text_can_mean(text: str, expected: tuple[str | None, list[str]]) -> None:
    found = read_when(text, LONDON, NOW)
    local = [f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}" for moment in found.moments]
    assert (found.doubt, local) == expected


def test_the_two_of_a_repeated_time_are_an_hour_apart() -> None:
    first, second = read_when("31 October 01:30", LONDON, NOW).moments
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("soon", "no_time"),
        ("03/04", "no_time"),
        ("31 June 18:30", "impossible"),
        ("31 June", "no_time"),
        ("Friday 24 June 18:30", "weekday"),
        ("24 June 2030 18:30", "too_far"),
        ("<t:1>", "past"),
        ("x" * 101, "unreadable"),
        ("24 June 6pm at 7", "one_time"),
    ],
)
def test_what_has_no_reading_is_refused(text: str, key: str) -> None:
    with refuses(f"when.{key}"):
        read_when(text, LONDON, NOW)


ZONES = st.sampled_from(["Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"])
MINUTES = st.integers(1, 700 * 24 * 60)


@given(ZONES, MINUTES)
def test_what_was_chosen_is_understood_as_that_and_nothing_else(name: str, minutes: int) -> None:
    zone, moment = ZoneInfo(name), NOW.astimezone(UTC) + timedelta(minutes=minutes)
    words = unmistakable(moment, zone, NOW)
    assert read_when(words, zone, NOW) == Readings((moment,))


@given(ZONES, MINUTES)
def test_every_reading_is_to_come_and_shows_what_was_typed(name: str, minutes: int) -> None:
    zone = ZoneInfo(name)
    wall = (NOW.astimezone(zone) + timedelta(minutes=minutes)).replace(tzinfo=None)
    found = read_when(f"{wall:%Y-%m-%d %H:%M}", zone, NOW)
    assert found.moments
    assert all(moment > NOW for moment in found.moments)
    assert (found.doubt is None) == (len(found.moments) == 1)
    if found.doubt is None:
        assert found.moments[0].astimezone(zone).replace(tzinfo=None) == wall
