"""Where the demo plays: the real bot, between a simulated Discord and an X on loopback.

Only the clock, the people and the two platforms are played; the bot is the one that runs for real,
with its real X client over HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from simcord import ChannelHandle, Preview

from bot.app import assemble
from bot.config import Config
from bot.sandbox.discord_stage import DiscordStage, QuickEnv
from bot.sandbox.story import STORY
from bot.sandbox.story.pictures import pictures
from bot.sandbox.x_api import World, XSandbox
from bot.sandbox.x_stage import XStage
from db.engine import Database

# A fortnight in ninety seconds: a quarter of an hour is over before anybody has blinked.
POLLING = {"poll_fastest_seconds": 900, "poll_slowest_seconds": 7_200}
DISCORD_TOKEN = "simulated"  # noqa: S105 - there is no account behind it


@dataclass
class StageClock:
    """The simulated Discord's clock, which the whole bot lives by."""

    env: QuickEnv | None = None

    def now(self) -> datetime:
        if self.env is None:
            raise RuntimeError("the play has not begun")
        return self.env.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Theatre:
    """The bot among the story's people; nothing has happened yet."""

    env: QuickEnv
    database: Database
    sandbox: XSandbox
    discord_side: DiscordStage
    x_side: XStage

    def page(
        self, channel: ChannelHandle, viewers: Iterable[str], port: int | None = None
    ) -> Preview:
        """A page that shows the channel as the `viewers` see it, by their keys in the story.

        They act on it too: one of them at a time. It is served on loopback while it is entered, on
        any free port where none is given; there can be one page at a time.
        """
        return self.env.preview(
            channel,
            viewers=[self.discord_side.members[key] for key in viewers],
            layout="channel",
            timezone=STORY.zone,
            locale="en-GB",
            assets=pictures(),
            port=port,
        )


@asynccontextmanager
async def opened(scratch: Path) -> AsyncIterator[Theatre]:
    """A theatre with its database in the directory `scratch`."""
    clock = StageClock()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(XSandbox(World(clock.now)))
        database = Database(f"sqlite+aiosqlite:///{scratch}/demo.db")
        stack.push_async_callback(database.close)
        await database.migrate()
        bot = assemble(_config(sandbox), database, clock)
        clock.env = env = QuickEnv(bot, lambda: database.under_way)
        env.begin_at(STORY.begins)
        await env.start()
        stack.push_async_callback(env.shutdown)
        discord_side, x_side = DiscordStage(env, STORY), XStage(sandbox.world, STORY)
        yield Theatre(env, database, sandbox, discord_side, x_side)


def _config(sandbox: XSandbox) -> Config:
    return Config.model_validate(
        {
            "x": {"api_url": sandbox.url, **POLLING},
            "secrets": {"discord_token": DISCORD_TOKEN, "x_bearer_token": sandbox.token},
        }
    )
