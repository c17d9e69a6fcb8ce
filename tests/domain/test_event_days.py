"""The days of an event, from one local midnight to another."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.domain.event_days import EventDays
from tests.domain.making import post

# Clocks go forward on the first of the two: it has 23 hours.
DAYS = EventDays(date(2027, 3, 28), date(2027, 3, 29), ZoneInfo("Europe/London"))


def test_they_begin_and_end_at_midnight_on_the_wall() -> None:
    assert DAYS.begin_at == datetime(2027, 3, 28, tzinfo=UTC)
    assert DAYS.end_at == datetime(2027, 3, 29, 23, tzinfo=UTC)
    assert DAYS.opens_at(time(9, 30)) == datetime(2027, 3, 28, 8, 30, tzinfo=UTC)
    assert DAYS.begin_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("at", "belongs"),
    [
        (datetime(2027, 3, 27, 23, 59, tzinfo=UTC), False),
        (datetime(2027, 3, 28, tzinfo=UTC), True),
        (datetime(2027, 3, 29, 22, 59, tzinfo=UTC), True),
        (datetime(2027, 3, 29, 23, tzinfo=UTC), False),
    ],
)
def test_both_days_belong_to_it(at: datetime, belongs: bool) -> None:
    assert (replace(post(1), created_at=at) in DAYS) is belongs
