from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digests import digest_due
from bot.domain.quiet import QuietHours, quiet_until

LONDON = "Europe/London"


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("folded_at", "due"),
    [
        (utc(2026, 1, 8, 9), utc(2026, 1, 8, 18)),
        (utc(2026, 1, 8, 17, 59, 59), utc(2026, 1, 8, 18)),
        (utc(2026, 1, 8, 18), utc(2026, 1, 9, 18)),
        (utc(2026, 1, 8, 23, 30), utc(2026, 1, 9, 18)),
        # By the clock there: British summer time.
        (utc(2026, 7, 8, 9), utc(2026, 7, 8, 17)),
        # The day the clocks go forward, and back.
        (utc(2026, 3, 28, 20), utc(2026, 3, 29, 17)),
        (utc(2026, 10, 24, 20), utc(2026, 10, 25, 18)),
    ],
)
def test_it_is_due_when_the_clock_next_shows_its_time(folded_at: datetime, due: datetime) -> None:
    assert digest_due(folded_at, time(18), LONDON, None) == due


def test_in_quiet_hours_it_waits_until_they_are_over() -> None:
    quiet = QuietHours(time(17), time(8, 30), LONDON)
    assert digest_due(utc(2026, 1, 8, 9), time(18), LONDON, quiet) == utc(2026, 1, 9, 8, 30)


def test_a_time_that_the_clocks_skip_comes_all_the_same() -> None:
    due = digest_due(utc(2026, 3, 28, 20), time(1, 30), LONDON, None)
    assert due == utc(2026, 3, 29, 1, 30)


@given(
    st.integers(0, 366 * 86_400).map(lambda s: utc(2026, 1, 1) + timedelta(seconds=s)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from([LONDON, "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"]),
    st.none() | st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] != pair[1]),
)
def test_it_comes_after_the_post_within_two_days_and_never_in_quiet_hours(
    folded_at: datetime, at: time, zone: str, hours: tuple[time, time] | None
) -> None:
    quiet = None if hours is None else QuietHours(*hours, zone)
    due = digest_due(folded_at, at, zone, quiet)
    assert folded_at < due <= folded_at + timedelta(hours=50)
    assert quiet is None or quiet_until(quiet, due) is None
    shown = due.astimezone(ZoneInfo(zone))
    if quiet is None and shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
        before = due - timedelta(hours=3)
        skipped = before.astimezone(ZoneInfo(zone)).utcoffset() != shown.utcoffset()
        assert shown.time() == at or skipped
