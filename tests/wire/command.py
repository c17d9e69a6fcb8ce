"""`tweetup`, the whole command in a process of its own, in a Discord and an X on loopback.

    python -m tests.wire.command DISCORD_URL run

All else is found where the command looks for it: in the environment and in the settings' file.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bot import app, cli
from tests.command import ROOT, environment
from tests.discord_api import TOKEN
from tests.discord_api.remote import PATIENCE
from tests.wire.launcher import live
from tests.wire.pointing import pointed_at
from tests.wire.stage import Stage


@dataclass(frozen=True, slots=True)
class Running:
    process: asyncio.subprocess.Process
    output: Path
    """What it has said so far, on stdout and stderr."""

    async def says(self, words: str) -> None:
        async with asyncio.timeout(PATIENCE):
            # Another process writes: nobody tells.
            while words not in self.output.read_text(encoding="utf-8"):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def ended(self) -> int:
        """The exit code, once there is one."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


@asynccontextmanager
async def begun(
    stage: Stage, where: Path, settings: str = "", **variables: str
) -> AsyncIterator[Running]:
    """Begin the command, with its settings and its log in a directory; kill what is left of it."""
    config, output = where / "config.toml", where / "output.txt"
    config.write_text(f"x.api_url = '{stage.x.url}'\n{settings}", encoding="utf-8")
    own = {
        "TWEETUP_CONFIG": str(config),
        "TWEETUP_DATABASE_URL": stage.url,
        "TWEETUP_DISCORD_TOKEN": TOKEN,
        "TWEETUP_X_BEARER_TOKEN": stage.x.token,
    }
    with output.open("a", encoding="utf-8") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.wire.command", stage.remote.url, "run"),
            cwd=ROOT,
            env=environment(**own | variables),
            stdout=file,
            stderr=file,
        )
    try:
        yield Running(process, output)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def online(stage: Stage, where: Path, settings: str = "") -> AsyncIterator[Running]:
    """The same, once it is online."""
    told = await stage.remote.do("connections")
    async with begun(stage, where, settings) as running:
        await stage.remote.until("connections", lambda now: now["identified"] > told["identified"])
        yield running


if __name__ == "__main__":
    _, url, *words = sys.argv
    sys.argv = ["tweetup", *words]
    with pointed_at(url), patch.object(app, "run", lambda config: live(url, config)):
        cli.main()
