"""The whole bot with many posts stored, in a process of its own: how soon it is up, how big."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bot.sandbox.x_api import World, XSandbox
from tests.clock import ManualClock
from tests.command import ROOT, environment
from tests.discord_api import DiscordServer, Remote
from tests.wire.command import settled
from tests.wire.stage import Stage

# How long the bot is left to do what it does after a start, in seconds.
SETTLED_AFTER = 3.0


async def ready_and_resident(database: Path, scratch: Path) -> tuple[float, float]:
    """Seconds from the command to being online in Discord, and megabytes resident then.

    Discord and X are on loopback; the interpreter's own start counts.
    """
    own = Path(shutil.copy(database, scratch / "standing.db"))
    clock = ManualClock()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(DiscordServer())
        remote = await stack.enter_async_context(Remote(server.url))
        x = await stack.enter_async_context(XSandbox(World(clock.now), keep_alive_seconds=None))
        stage = Stage(remote, clock, x, f"sqlite+aiosqlite:///{own}")
        await stage.build()
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.wire.command", stage.remote.url, "run"),
            cwd=ROOT,
            env=environment(**settled(stage, scratch)),
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            await stage.remote.until("connections", lambda now: now["identified"] > 0)
            ready = time.perf_counter() - began
            await asyncio.sleep(SETTLED_AFTER)
            return ready, _megabytes(process.pid)
        finally:
            process.kill()
            await process.wait()


def _megabytes(pid: int) -> float:
    statm = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    return int(statm.split()[1]) * resource.getpagesize() / 2**20
