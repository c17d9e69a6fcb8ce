"""Which source is read, over the loopback X: changing over, refusals and gaps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.feed import SourceKind
from bot.domain.leases import STREAM
from bot.ports import LiveSource
from bot.sandbox.x_api import Fault, XSandbox
from bot.services.suite import Services, build
from bot.x.client import XClient
from bot.x.poll import PollSource
from bot.x.search import cursor_key
from bot.x.stream import StreamSource
from db import feed, reader
from tests.clock import PATIENCE, ManualClock
from tests.services.world import FakeDiscord, World, draft
from tests.x.conftest import TAG, Story, bill, client, clock, eventually, sandbox, story
from tests.x.streaming import connected, pass_time

__all__ = ["bill", "client", "clock", "sandbox", "story"]


class Desk:
    """The services with a reader at work, which a test can stop and start again."""

    def __init__(self, world: World, clock: ManualClock, client: XClient) -> None:
        self.database = world.database
        self.clock = clock
        self.client = client
        self.opened: list[SourceKind] = []
        self.services = self._new()
        self.event: Event
        self._task: asyncio.Task[None] | None = None

    def _new(self) -> Services:
        return build(self.database, self.clock, FakeDiscord())

    def open(self, kind: SourceKind) -> LiveSource:
        self.opened.append(kind)
        if kind == "stream":
            return StreamSource(self.client, self.services.ingest, self.clock)
        return PollSource(self.client, self.services.sharing, self.clock, fastest=30, slowest=900)

    def start(self, default: SourceKind) -> None:
        self._task = asyncio.create_task(self.services.reading.run(self.open, default))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def restart(self, default: SourceKind) -> None:
        await self.stop()
        self.services = self._new()
        self.start(default)

    async def stored(self) -> int:
        async with self.database.read() as conn:
            return sum((await feed.counts(conn, self.event.id)).values())

    async def pass_until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self.clock.move(seconds=1)
                await asyncio.sleep(0.005)


@pytest.fixture
async def desk(world: World, clock: ManualClock, client: XClient) -> AsyncIterator[Desk]:
    made = Desk(world, clock, client)
    at = clock.now()
    made.event = await made.services.events.create(
        replace(
            draft(hashtag=TAG),
            created_at=at,
            starts_at=at + timedelta(days=9),
            ends_at=at + timedelta(days=9, hours=3),
        )
    )
    yield made
    await made.stop()


async def test_the_source_can_be_changed_and_nothing_is_missed(
    desk: Desk, story: Story, sandbox: XSandbox
) -> None:
    seen = 0

    async def comes() -> None:
        nonlocal seen
        seen += 1
        story.say(seen, ago=timedelta(0))
        async with asyncio.timeout(PATIENCE):
            while await desk.stored() != seen:
                desk.clock.move(seconds=1)
                await asyncio.sleep(0.002)

    desk.start("poll")
    await comes()
    await desk.services.feed.switch("stream")
    await comes()
    await desk.pass_until(lambda: any(r.path.endswith("/stream") for r in sandbox.requests))
    await comes()
    await desk.services.feed.switch("poll")
    await desk.pass_until(lambda: desk.opened == ["poll", "stream", "poll"])
    await comes()
    assert desk.services.reading.kind == "poll"
    assert await desk.stored() == 4


async def test_the_chosen_source_outlasts_a_restart_and_wins_over_the_configuration(
    desk: Desk,
) -> None:
    await desk.services.feed.switch("stream")
    await desk.restart("poll")
    await desk.pass_until(lambda: desk.opened == ["stream"])


async def test_choosing_the_source_that_is_read_anyway_changes_nothing(desk: Desk) -> None:
    desk.start("poll")
    await desk.pass_until(lambda: desk.opened == ["poll"])
    await desk.services.feed.switch("poll")
    desk.clock.move(minutes=30)
    await desk.clock.run(minutes=1)
    assert desk.opened == ["poll"]


async def test_after_a_refusal_it_waits_to_be_resumed(
    desk: Desk, story: Story, sandbox: XSandbox
) -> None:
    sandbox.faults.add("search", Fault.credits_depleted())
    desk.start("poll")
    await eventually(lambda: desk.services.reading.stopped)
    story.say(1, ago=timedelta(0))
    await desk.clock.run(hours=30)
    assert len(sandbox.requests) == 1
    assert await desk.stored() == 0

    status = await desk.services.feed.status(desk.event)
    assert status.refusal is not None
    assert (status.refusal.key, status.stopped) == ("x.no_credits", True)
    resumed = await desk.services.feed.resume(desk.event)
    assert (resumed.was_stopped, resumed.was_paused) == (True, False)
    await desk.clock.run(minutes=2)
    assert await desk.stored() == 1
    assert not desk.services.reading.stopped
    assert not (await desk.services.feed.resume(desk.event)).was_stopped


async def test_what_was_read_before_a_switch_does_not_set_it_back(
    desk: Desk, sandbox: XSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, looked, is_stopped = asyncio.Event(), asyncio.Event(), reader.is_stopped

    async def slowly(conn: AsyncConnection) -> bool:
        found = await is_stopped(conn)
        looking.set()
        await looked.wait()
        return found

    sandbox.faults.add("search", Fault.credits_depleted())
    desk.start("poll")
    reading = desk.services.reading
    await eventually(lambda: reading.stopped)
    monkeypatch.setattr(reader, "is_stopped", slowly)

    async def meanwhile(change: Coroutine[Any, Any, object]) -> None:
        """Begun after another process's call made it look, and before it has done so."""
        looking.clear()
        looked.clear()
        both = [asyncio.create_task(reading.look()), asyncio.create_task(change)]
        await looking.wait()
        await asyncio.wait(both[1:], timeout=0.2)
        looked.set()
        await asyncio.gather(*both)

    await meanwhile(reading.resume())
    assert not reading.stopped
    await desk.pass_until(lambda: desk.opened == ["poll", "poll"])
    await desk.services.feed.switch("poll")
    await meanwhile(reading.switch("stream"))
    await desk.pass_until(lambda: desk.opened == ["poll", "poll", "stream"])


async def test_a_source_that_is_changed_before_it_is_opened_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    leases = desk.services.leases
    take = leases.take

    async def switched_meanwhile(name: str) -> bool:
        if name == STREAM:
            await desk.services.feed.switch("poll")
        return await take(name)

    monkeypatch.setattr(leases, "take", switched_meanwhile)
    desk.start("stream")
    await eventually(lambda: desk.opened != [])
    assert desk.opened == ["poll"]


async def test_a_changed_source_counts_once_it_is_resumed(desk: Desk, sandbox: XSandbox) -> None:
    sandbox.faults.add("search", Fault.unauthorised())
    desk.start("poll")
    await eventually(lambda: desk.services.reading.stopped)
    await desk.services.feed.switch("stream")
    assert desk.opened == ["poll"]
    await desk.services.feed.resume(desk.event)
    await eventually(lambda: desk.opened == ["poll", "stream"])


async def test_a_new_tweetup_wakes_the_source(desk: Desk, sandbox: XSandbox, story: Story) -> None:
    desk.services.events.on_follow = desk.services.reading.wake
    desk.start("poll")
    await desk.clock.run(seconds=1)
    at = desk.clock.now()
    story.world.post(story.bo, "#other", at=at + timedelta(seconds=1))
    await desk.services.events.create(replace(draft(hashtag="other"), created_at=at))
    await eventually(lambda: any(r.parameters.get("query") == "#other" for r in sandbox.requests))


async def test_what_search_no_longer_reaches_is_noted_as_lost(
    desk: Desk, story: Story, clock: ManualClock
) -> None:
    desk.start("poll")
    await clock.run(seconds=1)
    await desk.stop()
    since = clock.now()
    clock.move(days=8, hours=12)
    story.say(1)
    await desk.restart("poll")
    await clock.run(minutes=1)
    (gap,) = (await desk.services.feed.status(desk.event)).gaps
    assert not gap.filled
    assert since - timedelta(hours=2) <= gap.since <= since
    assert gap.until == pytest.approx(clock.now() - timedelta(days=7), abs=timedelta(minutes=15))
    assert await desk.stored() == 1


async def test_a_break_in_the_stream_is_noted_as_filled(
    desk: Desk, story: Story, sandbox: XSandbox
) -> None:
    desk.start("stream")
    await connected(sandbox)
    await pass_time(desk.clock, sandbox, seconds=150)
    assert (await desk.services.feed.status(desk.event)).gaps == ()
    sandbox.stream.disconnect()
    story.say(1, ago=timedelta(0))
    await connected(sandbox)
    await pass_time(desk.clock, sandbox, seconds=150)
    assert await desk.stored() == 1
    (gap,) = (await desk.services.feed.status(desk.event)).gaps
    assert gap.filled
    assert gap.hashtag == TAG
    assert timedelta() <= gap.until - gap.since < timedelta(minutes=1)
    assert await desk.services.ingest.cursor(cursor_key(TAG)) is not None
