"""What search still knows from before a hashtag was followed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.posts import Batch
from bot.errors import SourceStopped, UserError
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.history import SearchHistory
from tests.clock import ManualClock
from tests.x.conftest import TAG, Bill, Story


@pytest.fixture
def history(client: XClient, clock: ManualClock) -> SearchHistory:
    return SearchHistory(client, clock)


async def read(history: SearchHistory, clock: ManualClock) -> list[Batch]:
    until = clock.now() - timedelta(hours=1)
    return [batch async for batch in history.batches(TAG, until)]


async def test_it_reads_what_was_said_before_and_nothing_else(
    history: SearchHistory,
    story: Story,
    clock: ManualClock,
    bill: Bill,
    sandbox: XSandbox,
) -> None:
    story.say(1, ago=timedelta(days=8))
    before = [story.say(n, ago=timedelta(days=6) - timedelta(minutes=n)) for n in range(250)]
    story.say(2, ago=timedelta(minutes=59))
    story.world.post(story.bo, "Accents #HRTweetúpLDN", at=clock.now() - timedelta(days=2))
    batches = await read(history, clock)
    assert sorted(post.id for batch in batches for post in batch.posts) == before
    assert [len(batch.posts) for batch in batches] == [99, 100, 51]
    assert all(batch.cursor is None and batch.authors for batch in batches)
    assert bill.charged == sandbox.charged


async def test_counting_costs_one_question(
    history: SearchHistory, story: Story, clock: ManualClock, bill: Bill, sandbox: XSandbox
) -> None:
    story.say_many(120, first_ago=timedelta(days=3))
    assert await history.count(TAG, clock.now()) == 120
    assert bill.charged == sandbox.charged == 5_000


async def test_what_search_no_longer_reaches_is_refused(
    history: SearchHistory, clock: ManualClock, sandbox: XSandbox
) -> None:
    with pytest.raises(UserError) as refused:
        await history.count(TAG, clock.now() - timedelta(days=7))
    assert refused.value.key == "feed.backfill_too_late"
    assert sandbox.requests == []


@pytest.mark.parametrize("fault", [Fault.html_503(), Fault.rate_limited(), Fault.dropped()])
async def test_a_failure_is_told_to_whoever_asked(
    history: SearchHistory, story: Story, clock: ManualClock, sandbox: XSandbox, fault: Fault
) -> None:
    for endpoint in ("counts", "search"):
        sandbox.faults.add(endpoint, fault, times=3)
    with pytest.raises(UserError) as refused:
        await history.count(TAG, clock.now())
    assert refused.value.key == "feed.backfill_later"
    with pytest.raises(UserError):
        await read(history, clock)
    sandbox.faults.clear()
    sandbox.faults.add("search", Fault.credits_depleted())
    with pytest.raises(SourceStopped):
        await read(history, clock)
