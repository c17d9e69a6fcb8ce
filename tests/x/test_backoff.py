from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.x.backoff import Backoff
from bot.x.problems import RateLimited, XUnavailable

NOW = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
LOST = XUnavailable("connection reset", network=True)
BROKEN = XUnavailable("HTTP 503", network=False)
LIMITED = RateLimited()


def series(error: RateLimited | XUnavailable, times: int) -> list[float]:
    backoff = Backoff()
    return [backoff.after(error, NOW) for _ in range(times)]


def test_a_lost_connection_is_tried_at_once_and_then_ever_more_slowly() -> None:
    waits = series(LOST, 100)
    assert waits[:4] == [0, 0.25, 0.5, 0.75]
    assert waits[64:] == [16.0] * 36


def test_errors_double() -> None:
    assert series(BROKEN, 8) == [5, 10, 20, 40, 80, 160, 320, 320]
    assert series(LIMITED, 6) == [60, 120, 240, 480, 900, 900]


def test_a_rate_limit_lasts_until_its_reset() -> None:
    assert Backoff().after(RateLimited(NOW + timedelta(seconds=300)), NOW) == 301


@pytest.mark.parametrize("until", [NOW, NOW - timedelta(days=1)])
def test_a_reset_that_is_past_says_nothing(until: datetime) -> None:
    assert Backoff().after(RateLimited(until), NOW) == 60


def test_a_reset_beyond_every_window_is_a_wrong_clock() -> None:
    assert Backoff().after(RateLimited(NOW + timedelta(days=3)), NOW) == 900


def test_success_starts_afresh() -> None:
    backoff = Backoff()
    for error in (LOST, LOST, BROKEN, BROKEN, LIMITED, LIMITED):
        backoff.after(error, NOW)
    backoff.reset()
    assert [backoff.after(error, NOW) for error in (LOST, BROKEN, LIMITED)] == [0, 5, 60]


@given(st.sampled_from([LOST, BROKEN, LIMITED]), st.integers(1, 2_000))
def test_waits_never_shrink_and_are_never_endless(
    error: RateLimited | XUnavailable, times: int
) -> None:
    waits = series(error, times)
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[-1] <= 900
