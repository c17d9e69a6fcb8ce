"""The bot as `bot.app` runs it, living in a Discord and an X on loopback.

Its clock shows the time of that Discord, and moves when that does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from unittest.mock import patch

from bot import app
from bot.app import run
from bot.config import Config
from tests.clock import ManualClock
from tests.discord_api import TOKEN, Remote
from tests.wire.pointing import impatient, pointed_at


def config(database: str, x: str, x_token: str) -> Config:
    return Config.model_validate(
        {
            "database": {"url": database},
            "x": {"api_url": x},
            "secrets": {"discord_token": TOKEN, "x_bearer_token": x_token},
        }
    )


@asynccontextmanager
async def clock_of(url: str) -> AsyncIterator[ManualClock]:
    """A clock that follows the Discord at `url`."""
    async with Remote(url) as remote:
        told = await remote.do("time")
        clock = ManualClock(datetime.fromisoformat(told["now"]))

        async def follow(version: int) -> None:
            while True:
                version = (await remote.do("changed", since=version))["version"]
                told = await remote.do("time")
                moment = datetime.fromisoformat(told["now"])
                clock.move(seconds=(moment - clock.now()).total_seconds())

        following = asyncio.create_task(follow(told["version"]))
        try:
            yield clock
        finally:
            following.cancel()


async def live(discord: str, config: Config) -> int:
    """The bot from its beginning to its end in the Discord at that URL; gives the exit code."""
    assemble = app.assemble
    async with clock_of(discord) as clock:
        with (
            pointed_at(discord),
            patch.object(app, "SystemClock", lambda: clock),
            patch.object(app, "assemble", lambda *parts: impatient(assemble(*parts))),
        ):
            return await run(config)
