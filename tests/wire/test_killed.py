"""Discord, and the bot, in processes of their own; and the bot killed between two effects."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.sandbox.x_api import World, XSandbox
from tests.clock import ManualClock
from tests.command import ROOT, environment
from tests.discord_api import Remote
from tests.discord_api.remote import messages_in
from tests.wire.command import Running, online
from tests.wire.stage import Stage

CARD = {"method": "POST", "path": "/channels/*/messages"}


@asynccontextmanager
async def discord() -> AsyncIterator[asyncio.subprocess.Process]:
    """Discord, until this is left."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.discord_api"),
        cwd=ROOT,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield running
    finally:
        running.kill()
        await running.communicate()


async def kill(stage: Stage, running: Running) -> None:
    """While a call of the bot is held; the call gets no further."""
    await stage.remote.held()
    running.tell(signal.SIGKILL)
    assert await running.ended() == -signal.SIGKILL
    await stage.remote.do("release", goes_on=False)
    await stage.remote.do("clear_faults")


async def test_a_bot_killed_after_an_effect_has_it_once(sqlite_url: str, tmp_path: Path) -> None:
    clock = ManualClock()
    async with (
        discord() as server,
        XSandbox(World(clock.now), keep_alive_seconds=None) as x,
    ):
        assert server.stdout is not None
        where: dict[str, Any] = json.loads(await server.stdout.readline())
        async with Remote(where["url"]) as remote:
            stage = Stage(remote, clock, x, sqlite_url)
            await stage.build()
            async with online(stage, tmp_path) as running:
                await remote.do("add_fault", **CARD, act="hold", after=True)
                await stage.create(await stage.organiser())
                await kill(stage, running)
            async with online(stage, tmp_path):
                await remote.tap(await stage.join("ada"), await stage.card(), "Going")
                world = await stage.until(
                    lambda world: going(world, stage) == ["1"] and world["guilds"][0]["events"]
                )
    assert len(messages_in(world, stage.channel_id)) == 1
    assert [event["name"] for event in world["guilds"][0]["events"]] == ["HR Tweetup"]


def going(world: dict[str, Any], stage: Stage) -> list[str]:
    """How many come, by each card there is."""
    cards = [message["embeds"][0] for message in messages_in(world, stage.channel_id)]
    return [f["value"] for card in cards for f in card["fields"] if f["name"] == "Going"]
