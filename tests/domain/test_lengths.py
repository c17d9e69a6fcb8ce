"""Lengths and ends as people type them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lengths import LONGEST, SHORTEST, length_text, parse_end
from tests.domain.refusals import refuses

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2027, 6, 24, 18, 30, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("3 hours", 3),
        ("3h", 3),
        ("an hour", 1),
        ("half an hour", 0.5),
        ("1.5 hours", 1.5),
        ("1h30", 1.5),
        ("1 hour 30 minutes", 1.5),
        ("1 hour and 30 mins", 1.5),
        ("90 minutes", 1.5),
        ("90 min", 1.5),
        ("two hours", 2),
        ("2 days", 48),
        ("21:30", 3),
        ("9:30", 3),
        ("9:30pm", 3),
        ("until 9.30", 3),
        ("ends at 22:00", 3.5),
        ("01:00", 6.5),
        ("midnight", 5.5),
        ("18:30", 24),
        ("7:00", 0.5),
    ],
)
def test_a_length_or_an_end(text: str, hours: float) -> None:
    assert parse_end(text, STARTS, LONDON) - STARTS == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["3", "until 9", "long", "", "-2 hours", "25:00", "x" * 300])
def test_what_tells_neither(text: str) -> None:
    with refuses("event.length"):
        parse_end(text, STARTS, LONDON)


@pytest.mark.parametrize("text", ["10 minutes", "0 hours", "8 days", "9999 hours", "18:40"])
def test_what_is_too_short_or_too_long(text: str) -> None:
    with refuses("event.length_limits"):
        parse_end(text, STARTS, LONDON)


def test_an_end_is_by_the_clock_and_a_length_by_the_hours() -> None:
    """The clocks go back an hour in that night."""
    starts = datetime(2027, 10, 30, 22, 0, tzinfo=LONDON)
    by_clock, by_hours = (parse_end(text, starts, LONDON) for text in ("04:00", "6 hours"))
    assert by_clock - by_hours == timedelta(hours=1)


@given(st.timedeltas(SHORTEST, LONGEST).map(lambda d: timedelta(minutes=d // SHORTEST * 15)))
def test_a_length_that_is_written_is_read_as_it_was(length: timedelta) -> None:
    starts = STARTS.astimezone(ZoneInfo("UTC"))
    assert parse_end(length_text(length), starts, LONDON) - starts == length
