"""Polling: everything once, seldom when silent, and never hot however X fails."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import Followed
from bot.errors import SourceStopped
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.poll import PollSource, interval_after
from tests.clock import ManualClock
from tests.x.conftest import (
    TAG,
    Bill,
    Notebook,
    Story,
    eventually,
    paths,
    somebody_must_act,
    taking,
)


@pytest.fixture
def source(client: XClient, notebook: Notebook, clock: ManualClock) -> PollSource:
    return PollSource(client, notebook, clock, fastest=30, slowest=900)


def asked(sandbox: XSandbox) -> int:
    return len(paths(sandbox, "/recent"))


async def test_everything_said_comes_once_and_in_order(
    source: PollSource,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
    bill: Bill,
) -> None:
    said = story.say_many(120, first_ago=timedelta(hours=5))
    async with taking(source, notebook):
        for number in range(40):
            said.append(story.say(number, ago=timedelta(0)))
            await clock.run(seconds=37)
        await clock.run(minutes=2)
    assert notebook.deliveries() == said
    assert bill.charged == sandbox.charged == 160 * 5_000 + 3 * 10_000


async def test_it_looks_often_while_people_talk_and_seldom_when_nobody_does(
    source: PollSource, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    story.say(0)
    async with taking(source, notebook):
        for number in range(60):
            story.say(number, ago=timedelta(0))
            await clock.run(minutes=1)
        busy = asked(sandbox)
        await clock.run(hours=24)
        silent = asked(sandbox) - busy
    assert busy == pytest.approx(120, abs=3)
    assert 24 * 4 <= silent <= 24 * 4 + 40


async def test_several_hashtags_each_have_a_pace_of_their_own(
    source: PollSource, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    long_ago = clock.now() - timedelta(days=3)
    notebook.following = [Followed(TAG, clock.now()), Followed("quiet", long_ago)]
    async with taking(source, notebook):
        for number in range(60):
            story.say(number, ago=timedelta(0))
            await clock.run(minutes=1)
    looks = Counter(parameters["query"] for parameters in paths(sandbox, "/recent"))
    assert looks[f"#{TAG}"] > 100
    assert looks["#quiet"] == 5


async def test_a_new_hashtag_is_looked_for_when_woken(
    source: PollSource, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    notebook.following = []
    said = story.say(1)
    async with taking(source, notebook):
        await clock.run(seconds=10)
        assert asked(sandbox) == 0
        notebook.following = [Followed(TAG, clock.now() - timedelta(hours=1))]
        source.wake()
        await eventually(lambda: notebook.deliveries() == [said])
        before = asked(sandbox)
        source.wake()
        await clock.run(seconds=1)
        assert asked(sandbox) == before


async def test_waking_it_while_it_works_is_not_forgotten(
    source: PollSource, notebook: Notebook, story: Story, clock: ManualClock
) -> None:
    late = clock.now() - timedelta(hours=1)
    story.world.post(story.bo, "#other", at=late)
    story.say(1)
    async with taking(source, notebook):
        await eventually(lambda: bool(notebook.batches))
        # Between the batch and the sleep.
        notebook.following.append(Followed("other", late))
        source.wake()
        await eventually(lambda: len(notebook.deliveries()) == 2)


async def test_without_being_woken_it_finds_new_hashtags_within_the_slowest_interval(
    source: PollSource, notebook: Notebook, story: Story, clock: ManualClock
) -> None:
    notebook.following = []
    async with taking(source, notebook):
        await clock.run(minutes=1)
        notebook.following = [Followed(TAG, clock.now() - timedelta(hours=1))]
        said = story.say(1)
        await clock.run(minutes=15)
    assert notebook.deliveries() == [said]


async def test_a_hashtag_no_longer_followed_is_not_searched_for(
    source: PollSource, notebook: Notebook, clock: ManualClock, sandbox: XSandbox
) -> None:
    async with taking(source, notebook):
        await clock.run(minutes=1)
        before = asked(sandbox)
        assert before > 0
        notebook.following = []
        await clock.run(hours=5)
    assert asked(sandbox) == before


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        # At once, and then each time 250 ms later, up to every 16 s: 65 in the first 520 s.
        (Fault.dropped(), 2 * 108),
        (Fault.cut(), 108),
        # After 5, 10, 20 ... 320 s.
        (Fault.html_503(), 9),
        (Fault.server_error(), 9),
        # At the reset after a quarter of an hour, or after one, two, four ... minutes.
        (Fault.rate_limited(), 2),
        (Fault.rate_limited(headers=False), 5),
    ],
    ids=["dropped", "cut", "503", "500", "429", "429-blank"],
)
async def test_no_failure_makes_it_hot_and_nothing_is_lost(
    source: PollSource,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
    fault: Fault,
    most: int,
) -> None:
    said = story.say_many(150, first_ago=timedelta(hours=5))
    async with taking(source, notebook):
        sandbox.faults.add("search", fault, times=100_000)
        await clock.run(minutes=20)
        assert 2 <= asked(sandbox) <= most
        assert notebook.batches == []
        sandbox.faults.clear()
        said.append(story.say(7, ago=timedelta(minutes=1)))
        await clock.run(minutes=20)
    assert notebook.deliveries() == said


async def test_after_a_success_failures_are_counted_afresh(
    source: PollSource, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    story.say(1)
    sandbox.faults.add("search", Fault.html_503(), times=5)
    async with taking(source, notebook):
        await clock.run(seconds=5 + 10 + 20 + 40 + 80 + 1)
        assert asked(sandbox) == 6
        sandbox.faults.add("search", Fault.html_503())
        await clock.run(seconds=30)
        assert asked(sandbox) == 7
        await clock.run(seconds=5)
        assert asked(sandbox) == 8


async def test_waking_it_does_not_cut_short_what_x_asked_for(
    source: PollSource, notebook: Notebook, clock: ManualClock, sandbox: XSandbox
) -> None:
    sandbox.faults.add("search", Fault.rate_limited(reset_after=600), times=10)
    async with taking(source, notebook):
        for _ in range(100):
            source.wake()
            await clock.run(seconds=5)
    assert asked(sandbox) == 1


async def test_one_rate_limit_holds_for_all_hashtags(
    source: PollSource, notebook: Notebook, clock: ManualClock, sandbox: XSandbox
) -> None:
    notebook.following = [Followed(f"tag{n}", clock.now()) for n in range(5)]
    sandbox.faults.add("search", Fault.rate_limited(reset_after=600), times=10)
    async with taking(source, notebook):
        await clock.run(minutes=9)
    assert asked(sandbox) == 1


@somebody_must_act
async def test_it_stops_when_somebody_must_act_and_goes_on_afterwards(
    source: PollSource,
    notebook: Notebook,
    story: Story,
    clock: ManualClock,
    sandbox: XSandbox,
    fault: Fault,
    key: str,
) -> None:
    said = story.say_many(120, first_ago=timedelta(hours=1))
    sandbox.faults.add("search", fault)
    async with taking(source, notebook) as task:
        with pytest.raises(SourceStopped) as stopped:
            await task
    assert stopped.value.key == key
    assert asked(sandbox) == 1
    async with taking(source, notebook):
        await clock.run(minutes=1)
    assert notebook.deliveries() == said


@given(st.timedeltas(timedelta(seconds=-60), timedelta(days=30)), st.floats(5, 60))
def test_the_interval_stays_within_its_bounds(silence: timedelta, fastest: float) -> None:
    seconds = interval_after(silence, fastest=fastest, slowest=900)
    assert fastest <= seconds <= 900
    later = interval_after(silence + timedelta(minutes=5), fastest=fastest, slowest=900)
    assert later >= seconds


def test_the_interval_is_a_tenth_of_the_silence() -> None:
    assert interval_after(timedelta(minutes=30), fastest=30, slowest=900) == 180
