from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.x_api import World, XSandbox
from tests.clock import ManualClock
from tests.discord_api import DiscordServer, Remote
from tests.wire.stage import Stage


@pytest.fixture
async def empty_stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """Everything but the bot, which has not begun yet."""
    clock = ManualClock()
    async with (
        DiscordServer() as server,
        Remote(server.url) as remote,
        XSandbox(World(clock.now), keep_alive_seconds=None) as x,
    ):
        stage = Stage(remote, clock, x, sqlite_url)
        await stage.build()
        yield stage
        # The server would wait for what it holds, also where a test has failed.
        await remote.do("release", goes_on=False)
        await stage.stop()
        unserved = [call for call in await remote.calls() if call["route"] is None]
        assert not unserved


@pytest.fixture
async def stage(empty_stage: Stage) -> Stage:
    """The real bot, online in a guild of a Discord on loopback."""
    await empty_stage.start()
    return empty_stage
