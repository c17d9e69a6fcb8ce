"""Offers end by day, never late, and never in the last hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.offers import AT_ONCE, offer_until

LONDON = "Europe/London"
STARTS = datetime(2026, 1, 22, 18, 30, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        (at(10, 10), 4, at(10, 14)),
        (at(10, 20), 4, at(11, 10)),  # two hours that evening, two the next morning
        (at(10, 23), 4, at(11, 12)),  # nobody need be awake
        (at(10, 3), 4, at(10, 12)),
        (at(10, 8), 30, at(12, 10)),  # a day has fourteen waking hours
        (at(21, 23), 4, at(22, 12)),
        (at(22, 10, 30), 4, at(22, 12, 30)),  # a quarter of the eight hours left
        (at(22, 12, 29), 4, None),  # a quarter of six hours would end in the last ones
        (at(22, 12, 30), 4, None),
        (at(22, 18), 4, None),
        (at(10, 10), 0, None),
    ],
)
def test_how_long_an_offer_lasts(now: datetime, hours: int, until: datetime | None) -> None:
    assert offer_until(now, STARTS, LONDON, hours) == until


@given(
    st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda after: at(1, 0) + after),
    st.timedeltas(timedelta(0), timedelta(days=60)),
    st.sampled_from([LONDON, "America/New_York", "Asia/Kolkata", "Pacific/Chatham"]),
    st.integers(0, 48),
)
def test_an_offer_ends_while_people_are_awake_and_in_time(
    now: datetime, left: timedelta, zone: str, hours: int
) -> None:
    until = offer_until(now, now + left, zone, hours)
    if until is None:
        return
    assert now < until <= now + left - AT_ONCE
    local = until.astimezone(ZoneInfo(zone))
    assert 8 <= local.hour < 22 or (local.hour, local.minute) == (22, 0)
    waking = sum(
        8 <= (now + timedelta(minutes=m)).astimezone(ZoneInfo(zone)).hour < 22
        for m in range(int((until - now).total_seconds() // 60))
    )
    assert waking <= hours * 60 + 1
