"""The filtered stream against everything that X may do to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest

from bot.domain.budget import Step
from bot.domain.posts import Followed
from bot.errors import SourceStopped
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.search import cursor_key
from bot.x.stream import StreamSource
from tests.clock import ManualClock
from tests.x.conftest import TAG, Notebook, Story, eventually, somebody_must_act, taking
from tests.x.streaming import connected, connects, pass_time, rules, searches, settled, the_post

KEY = cursor_key(TAG)


@pytest.mark.parametrize("half_a_line", [True, False])
async def test_what_a_lost_connection_lost_is_searched_for(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    clock: ManualClock,
    half_a_line: bool,
) -> None:
    async with taking(source, notebook):
        await connected(sandbox)
        first = story.say(1, ago=timedelta(0))
        await eventually(lambda: first in notebook.posts)
        await pass_time(clock, sandbox, seconds=100)
        if half_a_line:
            sandbox.stream.silent = True
            cut = story.say(2, ago=timedelta(0))
            sandbox.stream.silent = False
            sandbox.stream.drop_mid_line(the_post(story, cut))
        else:
            sandbox.stream.drop()
            cut = story.say(2, ago=timedelta(0))
        # Search does not know it yet: it is half a minute behind.
        await connected(sandbox)
        then = story.say(3, ago=timedelta(0))
        await eventually(lambda: then in notebook.posts)
        assert cut not in notebook.posts
        await pass_time(clock, sandbox, seconds=70)
        await eventually(lambda: cut in notebook.posts)
        # The gap is closed: nothing is searched for any more.
        before = searches(sandbox)
        await pass_time(clock, sandbox, seconds=300)
    assert searches(sandbox) == before
    assert set(notebook.deliveries()) == {first, cut, then}


async def test_a_crash_before_the_gap_is_closed_leaves_it_to_be_found(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    clock: ManualClock,
    client: XClient,
) -> None:
    missed = story.say(1, ago=timedelta(seconds=5))
    async with taking(source, notebook):
        await connected(sandbox)
        await pass_time(clock, sandbox, seconds=50)
        then = story.say(2, ago=timedelta(0))
        await eventually(lambda: then in notebook.posts)
        assert missed not in notebook.posts
        assert KEY not in notebook.cursors
    await eventually(lambda: not sandbox.stream.connected.is_set())
    async with taking(StreamSource(client, notebook, clock), notebook):
        await eventually(lambda: missed in notebook.posts)


async def test_what_was_handed_over_and_not_stored_comes_again(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    elsewhere = Notebook()
    async with taking(source, elsewhere):
        await connected(sandbox)
        await pass_time(clock, sandbox, seconds=70)
        said = story.say(1, ago=timedelta(0))
        await eventually(lambda: said in elsewhere.posts)
    await eventually(lambda: not sandbox.stream.connected.is_set())
    clock.move(seconds=40)
    async with taking(source, notebook):
        await eventually(lambda: notebook.deliveries() == [said])


async def test_silence_is_a_lost_connection(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    async with taking(source, notebook):
        await connected(sandbox)
        await pass_time(clock, sandbox, seconds=120)
        assert connects(sandbox) == 1
        sandbox.stream.silent = True
        lost = story.say(1, ago=timedelta(0))
        await settled(sandbox)
        clock.move(seconds=19)
        await settled(sandbox)
        assert connects(sandbox) == 1
        clock.move(seconds=1)
        await eventually(lambda: connects(sandbox) == 2)
        sandbox.stream.silent = False
        await pass_time(clock, sandbox, seconds=70)
        await eventually(lambda: lost in notebook.posts)


async def test_x_ends_the_stream_and_says_so(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox
) -> None:
    async with taking(source, notebook) as task:
        await connected(sandbox)
        sandbox.stream.disconnect("ForceDisconnect")
        await eventually(lambda: connects(sandbox) == 2)
        await connected(sandbox)
        said = story.say(1, ago=timedelta(0))
        await eventually(lambda: said in notebook.posts)
        assert not task.done()


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        (Fault.empty(), 300),
        pytest.param(Fault.dropped(), 2 * 300, marks=pytest.mark.long),
        (Fault.html_503(), 18),
        (Fault.server_error(), 18),
        (Fault.rate_limited(), 6),
        (Fault.rate_limited(headers=False), 8),
        (Fault.too_many_connections(), 18),
    ],
    ids=["empty", "dropped", "503", "500", "429", "429-blank", "connections"],
)
async def test_no_refusal_makes_it_hot_and_search_goes_on_meanwhile(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    clock: ManualClock,
    fault: Fault,
    most: int,
) -> None:
    sandbox.faults.add("stream", fault, times=100_000)
    said = story.say(1)
    sandbox.limits.per_window = dict.fromkeys(sandbox.limits.per_window, 100_000)
    async with taking(source, notebook):
        await clock.run(minutes=30)
        said_meanwhile = story.say(2)
        await clock.run(minutes=30)
        assert 3 <= connects(sandbox) <= most
        assert searches(sandbox) <= 125
        assert notebook.deliveries() == [said, said_meanwhile]
        sandbox.faults.clear()
        await clock.run(minutes=16)
        await connected(sandbox)
        said_again = story.say(3, ago=timedelta(0))
        await eventually(lambda: said_again in notebook.posts)


async def test_connections_that_end_after_a_sign_of_life_are_not_hot_either(
    source: StreamSource, notebook: Notebook, sandbox: XSandbox, clock: ManualClock
) -> None:
    async with taking(source, notebook):
        for _ in range(20):
            await connected(sandbox)
            sandbox.stream.keep_alive()
            sandbox.stream.drop()
            await eventually(lambda: not sandbox.stream.connected.is_set())
            await settled(sandbox)
            before = connects(sandbox)
            clock.move(seconds=0.2)
            await settled(sandbox)
            if before > 3:
                assert connects(sandbox) == before
            clock.move(seconds=16)


async def test_after_a_good_connection_it_comes_back_at_once(
    source: StreamSource, notebook: Notebook, sandbox: XSandbox, clock: ManualClock
) -> None:
    sandbox.faults.add("stream", Fault.empty(), times=4)
    async with taking(source, notebook):
        while connects(sandbox) < 5:
            clock.move(seconds=0.25)
            await settled(sandbox)
        await connected(sandbox)
        await pass_time(clock, sandbox, seconds=90)
        sandbox.stream.drop()
        await eventually(lambda: connects(sandbox) == 6)


@pytest.mark.parametrize("endpoint", ["stream", "search", "rules"])
@somebody_must_act
async def test_it_stops_when_somebody_must_act(
    source: StreamSource,
    notebook: Notebook,
    sandbox: XSandbox,
    fault: Fault,
    key: str,
    endpoint: str,
) -> None:
    sandbox.faults.add(endpoint, fault)
    async with taking(source, notebook) as task:
        with pytest.raises(SourceStopped) as stopped:
            await task
    assert stopped.value.key == key
    assert connects(sandbox) == (endpoint == "stream")


async def test_a_failing_search_or_rule_change_does_not_end_the_stream(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    clock: ManualClock,
    client: XClient,
) -> None:
    sandbox.faults.add("search", Fault.rate_limited(reset_after=300), times=2)
    early = story.say(1)
    async with taking(source, notebook):
        await connected(sandbox)
        sandbox.faults.add("rules", Fault.html_503(), times=3)
        notebook.following.append(Followed("other", clock.now()))
        await pass_time(clock, sandbox, seconds=200)
        live = story.say(2, ago=timedelta(0))
        await eventually(lambda: live in notebook.posts)
        assert searches(sandbox) == 1
        await pass_time(clock, sandbox, seconds=500)
        await eventually(lambda: early in notebook.posts)
        assert set(await rules(client)) == {f"#{TAG}", "#other"}
    assert connects(sandbox) == 1
    assert searches(sandbox) < 12


async def test_rules_that_somebody_took_away_are_put_back(
    source: StreamSource,
    notebook: Notebook,
    sandbox: XSandbox,
    clock: ManualClock,
    client: XClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect = client.stream
    taken: list[str] = []

    @asynccontextmanager
    async def take_away_and_connect(step: Step) -> AsyncIterator[aiohttp.StreamReader]:
        if not taken:
            taken.extend(rule.id for rule in await client.rules())
            await client.delete_rules(taken)
        async with connect(step) as content:
            yield content

    monkeypatch.setattr(client, "stream", take_away_and_connect)
    async with taking(source, notebook):
        await clock.run(seconds=5)
        await connected(sandbox)
    assert len(taken) == 1
