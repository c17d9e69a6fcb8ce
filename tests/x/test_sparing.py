"""Both sources ask before each read how sparing they have to be, and keep to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.budget import Step
from bot.domain.posts import Followed
from bot.ports import Hashtags
from bot.sandbox.x_api import XSandbox
from bot.x.billing import billed, hashtags_in
from bot.x.client import XClient
from bot.x.fields import POST_FIELDS, FieldNames, spared
from bot.x.poll import PollSource
from bot.x.problems import Paused
from bot.x.stream import StreamSource
from bot.x.wire import WirePage, WireUsage, read
from tests.clock import ManualClock
from tests.x.conftest import TAG, Bill, Notebook, Story, eventually, paths, taking
from tests.x.streaming import connected, connects, pass_time, rules, searches, settled

QUIET = "quiet"


@dataclass
class Purse:
    """Says what the test says; the hashtag `spared` apart from the others."""

    now: Step = Step.FULL
    spared: str | None = None
    asked: int = 0
    full_for: int | None = None

    async def step(self, hashtags: Hashtags = ()) -> Step:
        self.asked += 1
        if self.full_for is not None and self.asked > self.full_for:
            return Step.PAUSED
        return self.now if self.spared is None or self.spared in hashtags else Step.FULL


@pytest.fixture
def purse() -> Purse:
    return Purse()


@pytest.fixture
async def client(sandbox: XSandbox, bill: Bill, purse: Purse) -> AsyncIterator[XClient]:
    async with XClient(
        sandbox.token,
        ledger=bill,
        thrift=purse,
        user_agent="Tweetup/0.0-test",
        api_url=sandbox.url,
    ) as opened:
        yield opened


@pytest.fixture
def polling(client: XClient, notebook: Notebook, clock: ManualClock) -> PollSource:
    return PollSource(client, notebook, clock, fastest=30, slowest=900)


@pytest.fixture
def streaming(client: XClient, notebook: Notebook, clock: ManualClock) -> StreamSource:
    return StreamSource(client, notebook, clock)


def expansions(sandbox: XSandbox, ending: str) -> set[str]:
    """What the last request to a path with this ending wanted expanded."""
    return set(paths(sandbox, ending)[-1]["expansions"].split(","))


@pytest.mark.parametrize(
    ("step", "gone"),
    [
        (Step.FULL, set()),
        (Step.NO_EXPANSIONS, {"referenced_tweets.id.author_id"}),
        (Step.SLOWER, {"referenced_tweets.id.author_id"}),
        (Step.NO_CONTEXT, {"referenced_tweets.id.author_id", "referenced_tweets.id"}),
    ],
)
async def test_a_search_expands_less_at_each_step_and_is_charged_less(
    client: XClient,
    purse: Purse,
    sandbox: XSandbox,
    story: Story,
    bill: Bill,
    step: Step,
    gone: set[str],
) -> None:
    at = story.clock.now() - timedelta(hours=1)
    parent = story.world.post(story.bo, "Anybody up for it?", at=at)
    reply = story.world.post(story.amara, "Me! #HRTweetupLDN", at=at, reply_to=parent)
    purse.now = step
    (post,) = (await client.search("#HRTweetupLDN")).posts
    full = set(POST_FIELDS["tweet"]["expansions"].split(","))
    assert expansions(sandbox, "/recent") == full - gone
    # Who was answered is known without paying for it.
    assert (post.id, post.reply_to_id, post.reply_to_author_id) == (
        reply.id,
        parent.id,
        story.bo.id,
    )
    assert bill.charged == sandbox.charged
    assert sandbox.charged == 30_000 - sum(
        {"referenced_tweets.id": 5_000}.get(expansion, 10_000) for expansion in gone
    )


async def test_what_is_not_to_be_read_is_not_asked_for(
    client: XClient, purse: Purse, sandbox: XSandbox, story: Story
) -> None:
    story.say(1)
    purse.now = Step.PAUSED
    with pytest.raises(Paused):
        await client.search("#HRTweetupLDN")
    assert sandbox.requests == []


@pytest.mark.parametrize("names", ["tweet", "post"])
def test_the_names_that_posts_are_known_by_are_never_left_out(names: FieldNames) -> None:
    fields = POST_FIELDS[names]
    for step in Step:
        kept = spared(fields, step)
        assert kept.keys() == fields.keys()
        assert {"author_id", "attachments.media_keys"} <= set(kept["expansions"].split(","))
    assert spared({"post.fields": "lang"}, Step.NO_CONTEXT) == {"post.fields": "lang"}


async def test_slower_polling_looks_as_seldom_as_allowed(
    polling: PollSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
) -> None:
    purse.now = Step.SLOWER
    said = []
    async with taking(polling, notebook):
        for number in range(60):
            said.append(story.say(number, ago=timedelta(0)))
            await clock.run(minutes=1)
        assert searches(sandbox) in (4, 5)
        purse.now = Step.FULL
        await clock.run(minutes=16)
    assert notebook.deliveries() == said


async def test_paused_polling_asks_x_nothing_and_goes_on_without_a_loss(
    polling: PollSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
) -> None:
    purse.now = Step.PAUSED
    said = story.say_many(120, first_ago=timedelta(hours=5))
    async with taking(polling, notebook):
        await clock.run(hours=24)
        assert sandbox.requests == []
        assert purse.asked <= 24 * 4 + 2
        purse.now = Step.FULL
        await clock.run(minutes=16)
    assert notebook.deliveries() == said


async def test_a_backlog_stops_at_the_page_that_used_the_budget_up(
    polling: PollSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
) -> None:
    said = story.say_many(350, first_ago=timedelta(hours=5))
    purse.full_for = 2
    async with taking(polling, notebook):
        await clock.run(hours=1)
        assert searches(sandbox) == 2
        assert notebook.batches == []
        purse.full_for = None
        await clock.run(minutes=16)
    assert notebook.deliveries() == said
    assert searches(sandbox) >= 4, "what was paid for is not read again"
    tokens = [seen.get("next_token") for seen in paths(sandbox, "/recent")[:4]]
    assert tokens[0] is None
    assert len(set(tokens)) == 4


async def test_one_hashtag_pauses_and_the_other_is_read_on(
    polling: PollSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
) -> None:
    notebook.following.append(Followed(QUIET, clock.now() - timedelta(days=1)))
    purse.now, purse.spared = Step.PAUSED, QUIET
    said = story.say(1)
    async with taking(polling, notebook):
        await clock.run(hours=1)
    assert notebook.deliveries() == [said]
    assert {parameters["query"] for parameters in paths(sandbox, "/recent")} == {f"#{TAG}"}


async def test_a_paused_hashtag_leaves_the_streams_rules_and_comes_back_whole(
    streaming: StreamSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
    client: XClient,
) -> None:
    said = [story.say(1)]
    async with taking(streaming, notebook):
        await connected(sandbox)
        await pass_time(clock, sandbox, seconds=100)
        purse.now = Step.PAUSED
        await pass_time(clock, sandbox, seconds=60)
        await eventually(lambda: not sandbox.stream.connected.is_set())
        before, reading = connects(sandbox), searches(sandbox)
        said.append(story.say(2, ago=timedelta(0)))
        await pass_time(clock, sandbox, seconds=3_600)
        assert (connects(sandbox), searches(sandbox)) == (before, reading)
        purse.now = Step.FULL
        await pass_time(clock, sandbox, seconds=120)
        await eventually(lambda: notebook.deliveries() == said)
    assert await rules(client) == {f"#{TAG}": f"tweetup:{TAG}"}


async def test_the_stream_is_connected_anew_for_less(
    streaming: StreamSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
) -> None:
    said = [story.say(1)]
    async with taking(streaming, notebook):
        await connected(sandbox)
        assert "referenced_tweets.id.author_id" in expansions(sandbox, "/search/stream")
        await pass_time(clock, sandbox, seconds=100)
        purse.now = Step.NO_EXPANSIONS
        await pass_time(clock, sandbox, seconds=40)
        said.append(story.say(2, ago=timedelta(0)))
        await pass_time(clock, sandbox, seconds=120)
        await connected(sandbox)
        said.append(story.say(3, ago=timedelta(0)))
        await eventually(lambda: notebook.deliveries() == said)
    assert connects(sandbox) == 2
    assert "referenced_tweets.id.author_id" not in expansions(sandbox, "/search/stream")


async def test_the_stream_asks_again_after_a_hundred_posts(
    streaming: StreamSource,
    purse: Purse,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
) -> None:
    async with taking(streaming, notebook):
        await connected(sandbox)
        await settled(sandbox)
        purse.now = Step.PAUSED
        for number in range(250):
            story.say(number, ago=timedelta(0))
        await eventually(lambda: not sandbox.stream.connected.is_set())
    assert len(notebook.posts) == 100


def test_what_comes_along_comes_under_the_hashtags_of_what_brought_it() -> None:
    def tagged(*tags: str) -> dict[str, list[dict[str, str]]]:
        return {"hashtags": [{"tag": tag} for tag in tags]}

    wire = read(
        {
            "data": [
                {
                    "id": "1",
                    "author_id": "11",
                    "entities": tagged("Payroll"),
                    "referenced_tweets": [{"type": "quoted", "id": "3"}],
                },
                {
                    "id": "2",
                    "author_id": "11",
                    "note_tweet": {"text": "", "entities": tagged("HR")},
                },
            ],
            "includes": {
                "tweets": [
                    {"id": "3", "author_id": "12", "entities": tagged("Quoted")},
                    {"id": "4"},
                ],
                "users": [{"id": str(n), "username": f"u{n}"} for n in (11, 12, 13)],
            },
        },
        WirePage,
    )
    bill = billed(wire, {"asked"})
    first = {"asked", "payroll", "quoted"}
    assert {k: set(v) for k, v in bill.posts.items()} == {
        1: first,
        2: {"asked", "hr"},
        3: first,
        4: set(),
    }
    assert {k: set(v) for k, v in bill.users.items()} == {
        11: first | {"hr"},
        12: first,
        13: set(),
    }


def test_the_hashtags_of_a_query() -> None:
    assert hashtags_in("#HRTweetup OR #Payroll lang:en #1") == {"hrtweetup", "payroll"}


@pytest.mark.parametrize(
    "daily",
    [
        {"project_id": "1", "usage": [{"date": "2026-01-08T00:00:00.000Z", "usage": "7"}]},
        [{"usage": [{"date": "2026-01-08T00:00:00.000Z", "usage": 7}]}],
        [{"date": "2026-01-08", "usage": 7}],
    ],
)
def test_daily_usage_is_read_in_every_shape_x_describes(daily: object) -> None:
    found = read({"daily_project_usage": daily}, WireUsage).daily
    assert {str(day): count for day, count in found.items()} == {"2026-01-08": 7}


@pytest.mark.parametrize("daily", ["7", [3], {"date": "soon", "usage": "x"}, {"usage": {}}])
def test_daily_usage_in_another_shape_tells_nothing(daily: object) -> None:
    assert read({"daily_project_usage": daily}, WireUsage).daily == {}
