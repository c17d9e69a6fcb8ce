"""When it is time to ask what X no longer shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.gone import SWEEP_EVERY, Gone, next_look_up, next_sweep

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, NOW),
        (NOW, NOW + SWEEP_EVERY),
        (NOW - timedelta(hours=19), NOW + timedelta(hours=1)),
        (NOW - timedelta(days=7), NOW),
    ],
)
def test_a_sweep_is_due_at_once_after_an_outage(last: datetime | None, expected: datetime) -> None:
    assert next_sweep(last, NOW) == expected


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, NOW, NOW),
        (at(8, 9), at(8, 9), at(8, 23, 40)),
        (at(8, 23, 40), at(8, 23, 41), at(9, 23, 40)),
        (at(8, 23, 50), at(9, 0, 10), at(9, 23, 40)),
        (at(8, 9), at(9, 0, 5), at(9, 0, 5)),
        (at(1, 9), at(9, 9), at(9, 9)),
    ],
)
def test_the_look_up_shown_is_at_the_end_of_xs_day_or_at_once_when_missed(
    last: datetime | None, now: datetime, expected: datetime
) -> None:
    assert next_look_up(last, now) == expected


def test_something_is_gone_when_a_post_or_a_person_is() -> None:
    assert Gone({1: "deleted"})
    assert Gone(people={1: "suspended"})
    assert not Gone()
