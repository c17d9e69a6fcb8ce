"""A few weeks of the year; `make soak` has all of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.soak.sizes import told
from tests.soak.year import Plan, lived

# A tweetup, made, talked about, held, and reduced to counts two weeks later.
PLAN = Plan(
    clubs=1,
    events=1,
    keep=timedelta(days=14),
    after=timedelta(days=16),
    step=timedelta(days=1),
)


@pytest.mark.long
async def test_nothing_is_left_of_a_past_tweetup_but_what_is_to_stay(tmp_path: Path) -> None:
    outcome = await lived(PLAN, tmp_path)
    assert outcome.wrong == []
    rows = {each.table: each.rows for each in outcome.database}
    assert rows["introductions"] > 0
    assert rows["event_counts"] > 0
    assert (rows["posts"], rows["feed"], rows["interactions"]) == (0, 0, 0)
    assert "altogether" in told(outcome.database)
