"""Two processes on one PostgreSQL database: what one makes, the other does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.announcements import EventCard
from bot.domain.feed import SourceKind
from bot.domain.leases import LASTS, cluster, hashtag, hashtags
from bot.domain.posts import Batch, Followed
from bot.errors import SourceStopped
from bot.ports import LiveSource
from bot.services.leases import Leases
from bot.services.sharing import SharedHashtags
from bot.services.suite import Services, build
from db import reader
from db.engine import Database
from tests.clock import PATIENCE, ManualClock
from tests.services.world import FakeDiscord, draft


class Pair:
    """`one` serves guild 1 and does what is due by the clock, `two` serves guild 2."""

    def __init__(self, url: str) -> None:
        self.clock = ManualClock()
        self.discord = FakeDiscord()
        self.databases = [Database(url), Database(url)]
        self.one, self.two = (self._begin(n, each) for n, each in enumerate(self.databases, 1))

    def _begin(self, number: int, database: Database) -> Services:
        made = build(database, self.clock, self.discord, name=f"number {number}")
        made.deliver.owns = lambda guild: made.leases.holds(cluster(guild))
        made.deliver.lease_of = cluster
        return made

    async def take(self) -> None:
        await self.one.leases.take(cluster(1))
        await self.two.leases.take(cluster(2))
        await self.look()

    async def look(self) -> None:
        for each in (self.one, self.two):
            await each.leases.renew()

    def cards(self) -> set[int]:
        """The guilds whose cards stand."""
        return {each.place.guild_id for each in self.discord.of(EventCard)}


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[Pair]:
    made = Pair(postgres_url)
    await made.take()
    yield made
    for each in made.databases:
        await each.close()


@asynccontextmanager
async def at_work(*workers: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each()) for each in workers]
    try:
        yield
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)


async def test_what_one_makes_for_the_other_is_done_at_once(pair: Pair) -> None:
    one, two = pair.one, pair.two
    async with at_work(one.calls.run, two.calls.run, two.deliver.run):
        await pair.clock.asleep(3)
        await one.events.create(draft(guild_id=2, channel_id=9))
        await until(lambda: pair.cards() == {2})


async def test_a_call_that_is_lost_is_made_up_for(pair: Pair) -> None:
    async with at_work(pair.two.calls.look, pair.two.deliver.run):
        await pair.clock.asleep(2)
        await pair.one.events.create(draft(guild_id=2, channel_id=9))
        await pair.look()
        await pair.clock.asleep(2)
        assert pair.cards() == set()
        pair.clock.move(seconds=LASTS.total_seconds())
        await pair.look()
        await until(lambda: pair.cards() == {2})


async def test_whoever_is_alone_calls_nobody(pair: Pair) -> None:
    await pair.two.leases.give_back()
    await pair.look()
    heard: list[str] = []
    two = pair.databases[1]
    async with at_work(pair.one.calls.run), two.listening(lambda word, _: heard.append(word)):
        await pair.clock.asleep(1)
        await pair.one.events.create(draft(guild_id=2, channel_id=9))
        await pair.clock.asleep(1)
        await pair.databases[0].tell("after", by="that")
        await until(lambda: "after" in heard)
    assert heard == ["after"]


class Followers:
    """Follow so many hashtags."""

    def __init__(self, clock: ManualClock, count: int) -> None:
        self.tags = [f"tag{number}" for number in range(count)]
        self._clock = clock

    async def followed(self) -> list[Followed]:
        return [Followed(tag, self._clock.now()) for tag in self.tags]

    async def cursor(self, source: str) -> str | None:
        return source


async def test_hashtags_are_shared_out_and_those_of_a_dead_process_taken_over(pair: Pair) -> None:
    tracking = Followers(pair.clock, 5)
    one, two = (SharedHashtags(tracking, each.leases) for each in (pair.one, pair.two))

    async def searched(*processes: SharedHashtags) -> list[set[str]]:
        found = [{each.hashtag for each in await process.followed()} for process in processes]
        await pair.look()
        return found

    await pair.two.leases.give_back()
    await pair.look()
    assert await searched(one) == [{*tracking.tags}]
    await pair.take()
    assert await searched(one) == [{"tag0", "tag1", "tag2"}]
    assert await searched(one, two) == [{"tag0", "tag1", "tag2"}, {"tag3", "tag4"}]
    tracking.tags.remove("tag0")
    assert await searched(one, two) == [{"tag1", "tag2"}, {"tag3", "tag4"}]
    async with pair.databases[0].begin() as conn:
        # The other has died, and so much time has passed.
        ended = "UPDATE leases SET until = now() - interval '1 second' WHERE token = :token"
        await conn.execute(sa.text(ended), {"token": pair.two.leases.token})
    await pair.one.leases.renew()
    assert pair.one.leases.alone
    assert {each.hashtag for each in await one.followed()} == {*tracking.tags}
    assert not await pair.two.leases.take(hashtag("tag3"))
    # What is followed no more is nobody's.
    tracking.tags = []
    await pair.two.leases.renew()
    await two.followed()
    await pair.one.leases.renew()
    assert hashtags(each.name for each in pair.one.leases.standing) == []


async def test_a_process_that_begins_again_searches_at_once_as_before(database: Database) -> None:
    tracking = Followers(ManualClock(), 2)
    for _start in range(2):
        leases = Leases(database, ManualClock(), "host")
        await leases.take(cluster(0))
        await leases.renew()
        assert leases.alone
        shared = SharedHashtags(tracking, leases)
        assert [each.hashtag for each in await shared.followed()] == tracking.tags


class Silent:
    """A source that brings nothing, or refuses once it is time to."""

    def __init__(self, refusal: Exception | None, when: Callable[[], bool] = lambda: True) -> None:
        self._ended = asyncio.Event()
        self._refusal = refusal
        self._when = when

    async def batches(self) -> AsyncGenerator[Batch]:
        if self._refusal is not None:
            await until(self._when)
            raise self._refusal
        await self._ended.wait()
        nothing: list[Batch] = []
        for each in nothing:
            yield each

    def wake(self) -> None: ...

    def end(self) -> None:
        self._ended.set()


async def test_x_is_asked_again_only_once_it_is_noted_that_it_is_not(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, note = pair.one.reading, reader.refused
    noting, noted = asyncio.Event(), asyncio.Event()

    async def slowly(*given: Any) -> None:
        noting.set()
        await noted.wait()
        await note(*given)

    monkeypatch.setattr(reader, "refused", slowly)
    refusing = Silent(SourceStopped("x.no_credits"))
    async with at_work(lambda: reading.run(lambda _kind: refusing, "stream")):
        await noting.wait()
        assert not await reading.resume()
        noted.set()
        await until(lambda: reading.stopped)
        await pair.two.reading.look()
        assert pair.two.reading.stopped
        assert await reading.resume()


async def test_one_has_the_stream_and_whoever_is_told_all_go_on_or_change_over(pair: Pair) -> None:
    opened: list[tuple[str, SourceKind]] = []
    refusals: list[Exception] = [SourceStopped("x.no_credits")]

    def reading(process: Services) -> Callable[[], Coroutine[Any, Any, None]]:
        def open_source(kind: SourceKind) -> LiveSource:
            opened.append((process.leases.holder, kind))
            return Silent(refusals.pop() if refusals else None, both_have_begun)

        return lambda: process.reading.run(open_source, "stream")

    one, two = pair.one.reading, pair.two.reading

    def both_have_begun() -> bool:
        # Whoever begins has X asked again.
        return {one.kind, two.kind} == {"stream"}

    async with at_work(reading(pair.one), reading(pair.two)):
        await until(lambda: one.stopped or two.stopped)
        (first,) = opened
        await pair.look()
        other, its = (pair.two, two) if first[0] == "number 1" else (pair.one, one)
        await its.look()
        assert await its.resume()
        for each in (one, two):
            await each.look()
        await until(lambda: opened == [first, first])
        await other.feed.switch("poll")
        for each in (one, two):
            await each.look()
        await pair.look()
        polled = {(name, "poll") for name in ("number 1", "number 2")}
        await until(lambda: {*opened} == {first} | polled)
        assert (one.stopped, two.stopped) == (False, False)
