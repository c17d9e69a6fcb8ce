"""The ledger against the bill: to the micro-dollar, and every guild's share of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from bot.domain.budget import Price, Terms
from bot.domain.posts import normalise_hashtag
from bot.sandbox.x_api import Fault, Post, XSandbox
from bot.services.suite import Services, build
from bot.x.client import XClient
from bot.x.fields import FieldNames
from bot.x.poll import PollSource
from bot.x.stream import StreamSource
from bot.x.usage import UsageEndpoint
from db import spending
from db.engine import Database
from db.schema_reading import reads
from tests.clock import PATIENCE, ManualClock
from tests.sampled import sampled
from tests.services.world import FakeDiscord, draft
from tests.x.conftest import TAG, Story, eventually
from tests.x.streaming import connected

ONE, OTHER, THIRD = 10, 11, 12
TAGS = ("#HRTweetupLDN", "#Payroll", "#HRTweetupLDN #Payroll", "")
NEXT_DAY = date(2026, 1, 9)
TERMS = Terms(prices=(Price(date(2026, 1, 1), 5_003, 10_001), Price(NEXT_DAY, 6_007, 9_000)))


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


async def followed_by_three(database: Database, clock: ManualClock) -> None:
    services = build(database, clock, FakeDiscord(), TERMS)
    for guild, tag in ((ONE, TAG), (OTHER, TAG), (THIRD, TAG), (OTHER, "Payroll")):
        assert normalise_hashtag(tag)
        await services.events.create(
            draft(guild_id=guild, channel_id=guild, hashtag=tag, created_at=clock.now())
        )


async def the_books(database: Database) -> tuple[int, dict[int, int]]:
    """What the ledger comes to, and what each guild was charged."""
    async with database.read() as conn:
        total = int(await conn.scalar(sa.select(sa.func.sum(reads.c.micro_dollars))) or 0)
        found = await spending.since(conn, date(2025, 1, 1))
    return total, {guild: sum(days.values()) for guild, days in found.items()}


def say_something(story: Story, dice: Random, said: list[Post]) -> None:
    """A post, a reply, a quote or a reply to a reply, with any of the hashtags or none."""
    who = dice.choice((story.amara, story.bo, story.cleo))
    other = dice.choice(said) if said else None
    how = dice.choice(("alone", "reply", "quote"))
    said.append(
        story.world.post(
            who,
            f"@cleo_hires post {len(said)} {dice.choice(TAGS)}",
            at=story.clock.now(),
            reply_to=other if how == "reply" else None,
            quote=other if how == "quote" else None,
        )
    )


class DatedPrices:
    """X's prices as they are on the day it is."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    @property
    def post(self) -> int:
        return TERMS.price_on(self._clock.now().date()).post

    @property
    def user(self) -> int:
        return TERMS.price_on(self._clock.now().date()).user


@pytest.mark.parametrize(
    ("seed", "names", "hours"), sampled([(3, "post", 12), (1, "tweet", 24)], every=2)
)
async def test_a_day_and_a_night_of_polling_are_in_the_books(
    database: Database, sandbox: XSandbox, story: Story, seed: int, names: FieldNames, hours: int
) -> None:
    clock, dice = story.clock, Random(seed)
    await followed_by_three(database, clock)
    sandbox.ledger.prices = DatedPrices(clock)  # type: ignore[assignment]
    said: list[Post] = []
    clock.move(hours=24 - hours)
    for _ in range(hours // 6):
        async with bot(database, sandbox, clock, names) as (_, client):
            for _ in range(12):
                for _ in range(dice.randrange(4)):
                    say_something(story, dice, said)
                await clock.run(minutes=29)
            known = dice.sample(said, min(len(said), 20))
            await client.posts([post.id for post in known])
            await client.users([story.amara.id, story.bo.id])
        clock.move(minutes=31)
    assert clock.now().date() == NEXT_DAY
    total, charged = await the_books(database)
    assert total == sandbox.charged > 0
    assert sum(charged.values()) == total
    assert charged.keys() == {ONE, OTHER, THIRD}
    assert charged[OTHER] > charged[ONE]
    assert abs(charged[ONE] - charged[THIRD]) <= len(sandbox.ledger.resources)


async def test_what_the_stream_brings_is_in_the_books(
    database: Database, sandbox: XSandbox, story: Story
) -> None:
    clock, dice = story.clock, Random(7)
    await followed_by_three(database, clock)
    sandbox.ledger.prices = DatedPrices(clock)  # type: ignore[assignment]
    said: list[Post] = []
    for _ in range(30):
        say_something(story, dice, said)
    clock.move(minutes=1)
    async with bot(database, sandbox, clock, "tweet", stream=True):
        await connected(sandbox)
        for _ in range(60):
            say_something(story, dice, said)
        last = story.world.post(story.bo, "The last one #Payroll", at=clock.now())

        def billed() -> bool:
            return (clock.now().date(), "post", last.id) in sandbox.ledger.resources

        await eventually(billed)
        async with asyncio.timeout(PATIENCE):
            while (await the_books(database))[0] != sandbox.charged:  # noqa: ASYNC110 - as `eventually`
                await asyncio.sleep(0.001)
    total, charged = await the_books(database)
    assert sum(charged.values()) == total == sandbox.charged


async def test_x_counts_as_the_ledger_does_and_whatever_else_reads_is_noticed(
    database: Database, sandbox: XSandbox, story: Story
) -> None:
    clock = story.clock
    await followed_by_three(database, clock)
    for number in range(40):
        story.say(number, ago=timedelta(0))
    async with bot(database, sandbox, clock, "tweet") as (services, client):
        await clock.run(hours=1)
        assert (await services.budget.standing(ONE)).spent > 0
        clock.move(days=1)
        sandbox.faults.add("usage", Fault.rate_limited())
        assert not await services.usage.compare(UsageEndpoint(client))
        assert await services.usage.compare(UsageEndpoint(client))
        assert (await services.budget.standing(ONE)).miscount is None

        sandbox.ledger.charge("post", range(1_000, 1_060))
        clock.move(days=1)
        assert await services.usage.compare(UsageEndpoint(client))
        assert (await services.budget.standing(ONE)).miscount == 100


def bot(
    database: Database,
    sandbox: XSandbox,
    clock: ManualClock,
    names: FieldNames,
    *,
    stream: bool = False,
) -> AbstractAsyncContextManager[tuple[Services, XClient]]:
    """The reading half of a fresh process; it ends with the block, as if it were killed."""

    @asynccontextmanager
    async def running() -> AsyncIterator[tuple[Services, XClient]]:
        services = build(database, clock, FakeDiscord(), TERMS)
        async with XClient(
            sandbox.token,
            ledger=services.budget,
            thrift=services.budget,
            user_agent="Tweetup/0.0-test",
            api_url=sandbox.url,
            field_names=names,
        ) as client:
            source = (
                StreamSource(client, services.ingest, clock)
                if stream
                else PollSource(client, services.ingest, clock, fastest=600, slowest=1_800)
            )
            reading = asyncio.create_task(services.reading.run(lambda _: source, "poll"))
            try:
                yield services, client
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    return running()
