from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from simcord import Env
from simcord.actors import MemberActor

from bot.sandbox.discord_stage import QuickEnv
from bot.sandbox.x_api import World, XSandbox
from cogs.client import TweetupBot
from db.engine import Database
from tests.cogs.chat_room import Room
from tests.cogs.introducing import Pair, new_pair
from tests.cogs.quick import quick
from tests.cogs.town import SimClock, Town, new_bot


@pytest.fixture
async def file(sqlite_url: str) -> AsyncIterator[Database]:
    with quick():
        database = Database(sqlite_url)
        yield database
        await database.close()


@pytest.fixture
def clock() -> SimClock:
    return SimClock()


@pytest.fixture
async def sandbox(clock: SimClock) -> AsyncIterator[XSandbox]:
    """X, for tests whose bot reads it for real; it has the simulation's clock."""
    async with XSandbox(World(clock.now), keep_alive_seconds=None) as running:
        yield running


@pytest.fixture
def simcord_bot(file: Database, clock: SimClock) -> TweetupBot:
    return new_bot(file, clock)


@pytest.fixture
async def simcord_env(simcord_bot: TweetupBot, file: Database) -> AsyncIterator[Env]:
    """SimCord's own, but for how often it looks: tests would spend most of their time waiting."""
    env = QuickEnv(simcord_bot, lambda: file.under_way)
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
    env._raise_errors_since(env._errors_acknowledged)


@pytest.fixture
def town(simcord_env: Env, file: Database, clock: SimClock) -> Iterator[Town]:
    """The whole bot in a simulated Discord; only Discord is not real, and nothing comes from X."""
    clock.env = simcord_env
    town = Town(simcord_env, file, clock)
    yield town
    # Looking at the errors keeps the simulation from failing the test for those people are told of.
    unforeseen = [
        error for error in simcord_env.errors if not isinstance(_cause(error), town.foreseen)
    ]
    assert not unforeseen


@pytest.fixture
async def olive(town: Town) -> MemberActor:
    """An organiser with a tweetup."""
    olive = town.organiser()
    await town.plan(olive)
    return olive


@pytest.fixture
async def room(town: Town) -> Room:
    """A tweetup in two days; the simulated clock begins at midnight, in London as in UTC."""
    olive = town.organiser()
    await town.plan(olive, when="3 January 18:30")
    return Room(town, olive)


@pytest.fixture
async def pair(town: Town) -> Pair:
    return await new_pair(town)


def _cause(error: BaseException) -> BaseException:
    return getattr(error, "original", error)
