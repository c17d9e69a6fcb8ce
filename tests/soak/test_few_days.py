"""A short piece of the soak; `make soak` has all of it."""

from __future__ import annotations

from tests.at_once import sqlite_at_once
from tests.soak.month import soaked

DAYS = 1


async def test_after_some_days_of_faults_the_channel_equals_the_truth(sqlite_url: str) -> None:
    with sqlite_at_once():
        async with soaked(sqlite_url, seed=10) as month:
            outcome = await month.pass_days(DAYS)
    assert outcome.differences == {}
    assert outcome.posts > 5
    assert outcome.digests >= 1
    assert outcome.faults > 5
    assert outcome.restarts > 1
