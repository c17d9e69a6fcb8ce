"""Posts looked up by their ids, over real HTTP: what they cost, and what X answers instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest

from bot.domain.posts import Metrics, PollOption
from bot.errors import NotNow, SourceStopped
from bot.sandbox.x_api import Fault, Poll, XSandbox
from bot.x.client import XClient
from bot.x.lookup import Lookup
from tests.clock import ManualClock
from tests.x.conftest import Bill, Story, client_of

BOTH = pytest.mark.parametrize("names", ["tweet", "post"])


@BOTH
async def test_only_the_posts_and_their_authors_are_paid_for(
    sandbox: XSandbox, bill: Bill, story: Story, clock: ManualClock, names: Literal["tweet", "post"]
) -> None:
    at = clock.now() - timedelta(hours=1)
    first = story.world.post(story.bo, "Where?", at=at)
    reply = story.world.post(
        story.amara, "Here", at=at + timedelta(minutes=1), reply_to=first, quote=first
    )
    async with client_of(sandbox, bill, field_names=names) as client:
        found = await Lookup(client, clock).find([reply.id])
    assert [post.id for post in found.context] == [reply.id]
    assert [author.id for author in found.authors] == [story.amara.id]
    assert (found.posts, found.missing, found.cursor) == ((), (), None)
    assert bill.charged == sandbox.charged == 5_000 + 10_000


@BOTH
async def test_what_nobody_may_see_is_missing(
    sandbox: XSandbox, bill: Bill, story: Story, clock: ManualClock, names: Literal["tweet", "post"]
) -> None:
    at = clock.now() - timedelta(hours=1)
    deleted = story.world.post(story.bo, "Oops", at=at)
    protected = story.world.post(story.cleo, "For friends", at=at + timedelta(minutes=1))
    edited = story.world.post(story.amara, "Teh pub", at=at + timedelta(minutes=2))
    newest = story.world.edit(edited, "The pub", at=at + timedelta(minutes=3))
    story.world.delete(deleted)
    story.world.protect(story.cleo)
    async with client_of(sandbox, bill, field_names=names) as client:
        found = await Lookup(client, clock).find([deleted.id, protected.id, edited.id, 404])
    assert set(found.missing) == {deleted.id, protected.id, 404}
    assert [(post.id, post.text) for post in found.context] == [(newest.id, "The pub")]


@BOTH
async def test_polls_and_counts_come_along(
    sandbox: XSandbox, bill: Bill, story: Story, clock: ManualClock, names: Literal["tweet", "post"]
) -> None:
    at = clock.now() - timedelta(hours=1)
    asked = story.world.post(
        story.bo, "Tea?", at=at, poll=Poll(("Yes", "No"), votes=(3, 1)), lang="en"
    )
    asked.metrics.likes = 4
    async with client_of(sandbox, bill, field_names=names) as client:
        (post,) = (await client.posts([asked.id])).posts
    assert post.poll == (PollOption("Yes", 3), PollOption("No", 1))
    assert post.metrics == Metrics(reposts=0, likes=4)
    assert bill.charged == sandbox.charged


async def test_it_says_how_long_to_leave_x_alone(
    sandbox: XSandbox, client: XClient, story: Story, clock: ManualClock
) -> None:
    said = story.say(1)
    lookup = Lookup(client, clock)
    for seconds in (5.0, 10.0):
        sandbox.faults.add("posts", Fault.server_error())
        with pytest.raises(NotNow) as failed:
            await lookup.find([said])
        assert failed.value.seconds == seconds
    assert (await lookup.find([said])).missing == ()
    sandbox.faults.add("posts", Fault.server_error())
    with pytest.raises(NotNow) as failed:
        await lookup.find([said])
    assert failed.value.seconds == 5.0


async def test_what_somebody_must_put_right_stops_it(
    sandbox: XSandbox, client: XClient, clock: ManualClock
) -> None:
    sandbox.faults.add("posts", Fault.credits_depleted())
    with pytest.raises(SourceStopped):
        await Lookup(client, clock).find([1])
    with pytest.raises(SourceStopped) as refused:
        await Lookup(client, clock).find([])
    assert refused.value.key == "x.refused"
