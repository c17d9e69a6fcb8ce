"""Rounds come while there is time to say hello."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.introductions import ROUNDS_BEFORE, rounds


def test_rounds_come_at_the_events_own_time_of_day() -> None:
    starts = datetime(2027, 3, 30, 17, 30, tzinfo=UTC)  # 18:30 in London; clocks change on the 28th
    due = rounds(starts, "Europe/London", starts - timedelta(days=30))
    local = [at.astimezone(ZoneInfo("Europe/London")) for at in due]
    assert [f"{at:%d %B %H:%M}" for at in local] == [
        "20 March 18:30",
        "27 March 18:30",
        "29 March 18:30",
    ]
    assert rounds(starts, "Europe/London", starts - timedelta(days=2)) == due[-1:]
    assert rounds(starts, "Europe/London", due[-1]) == ()
    assert len(due) == len(ROUNDS_BEFORE)
