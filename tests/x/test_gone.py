"""Whatever X answers, the witness hears at once what the answer shows to be gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.gone import Gone
from bot.sandbox.x_api import XSandbox
from bot.x.client import XClient
from bot.x.gone import gone_in_page
from bot.x.wire import WirePage, read
from tests.x.conftest import Bill, Heard, Story, client_of
from tests.x.streaming import connected, the_post

PROBLEMS = "https://api.twitter.com/2/problems/"


@pytest.fixture(params=["tweet", "post"])
async def client(
    request: pytest.FixtureRequest, sandbox: XSandbox, bill: Bill, heard: Heard
) -> AsyncIterator[XClient]:
    async with client_of(sandbox, bill, field_names=request.param, witness=heard) as opened:
        yield opened


async def test_a_check_names_what_is_gone_and_costs_a_post_each(
    client: XClient, heard: Heard, story: Story, sandbox: XSandbox, bill: Bill
) -> None:
    deleted, hidden, withheld, stands = (story.say(n) for n in (0, 1, 2, 3))
    story.world.delete(the_post(story, deleted))
    story.world.withhold(the_post(story, withheld), "DE")
    story.world.protect(story.bo)
    await client.check_posts([deleted, hidden, withheld, stands])
    assert heard.told == [Gone({deleted: "deleted", hidden: "hidden", withheld: "withheld"})]
    assert bill.charged == sandbox.charged == 2 * 5_000


async def test_nothing_is_told_where_nothing_is_gone(
    client: XClient, heard: Heard, story: Story
) -> None:
    await client.check_posts([story.say(1)])
    await client.users([story.bo.id])
    assert heard.told == []


async def test_people_who_are_suspended_unknown_or_protected(
    client: XClient, heard: Heard, story: Story
) -> None:
    story.world.suspend(story.amara)
    story.world.protect(story.bo)
    await client.users([story.amara.id, story.bo.id, story.cleo.id, 404])
    assert heard.told == [
        Gone(people={story.amara.id: "suspended", 404: "deleted", story.bo.id: "protected"})
    ]


async def test_a_handle_nobody_has_any_more_says_nothing_of_anybody(
    client: XClient, heard: Heard, story: Story
) -> None:
    story.world.rename(story.bo, "bo_at_last")
    assert await client.user_by_handle("BoPayroll") is None
    assert heard.told == []


async def test_an_ordinary_search_tells_of_a_deleted_parent(
    client: XClient, heard: Heard, story: Story
) -> None:
    parent = the_post(story, story.say(0, ago=timedelta(hours=2)))
    at = story.clock.now() - timedelta(hours=1)
    story.world.post(story.bo, "Yes #HRTweetupLDN", at=at, reply_to=parent)
    story.world.delete(parent)
    page = await client.search("#HRTweetupLDN")
    assert len(page.posts) == 1
    assert heard.told == [Gone({parent.id: "deleted"})]


async def test_the_stream_tells_of_it_as_well(
    sandbox: XSandbox, bill: Bill, heard: Heard, story: Story
) -> None:
    parent = the_post(story, story.say(0, ago=timedelta(hours=2)))
    story.world.delete(parent)
    async with client_of(sandbox, bill, witness=heard) as client:
        await client.add_rules({"#HRTweetupLDN": "t"})
        async with client.stream() as content:
            await connected(sandbox)
            story.world.post(story.bo, "Yes #HRTweetupLDN", at=story.clock.now(), reply_to=parent)
            await client.read_lines([await content.readline()])
    assert heard.told == [Gone({parent.id: "deleted"})]


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ({"type": f"{PROBLEMS}field-hydration-failure", "resource_type": "tweet"}, Gone()),
        ({"type": f"{PROBLEMS}not-authorized-for-field", "resource_type": "tweet"}, Gone()),
        ({"type": f"{PROBLEMS}resource-not-found", "resource_type": "media"}, Gone()),
        ({"type": f"{PROBLEMS}resource-not-found", "resource_type": "user", "value": "bo"}, Gone()),
        ({"type": f"{PROBLEMS}not-authorized-for-resource", "resource_type": "user"}, Gone()),
        ({"title": None, "resource_type": "tweet", "resource_id": ["7"]}, Gone()),
        (
            {
                "type": "https://api.x.com/2/problems/resource-not-found",
                "resource_type": "post",
                "resource_id": "7",
            },
            Gone({7: "deleted"}),
        ),
    ],
)
def test_only_what_is_certainly_gone_counts(problem: dict[str, object], expected: Gone) -> None:
    given = {"value": "7"} | problem
    assert gone_in_page(read({"errors": [given]}, WirePage)) == expected
