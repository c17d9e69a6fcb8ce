"""`tweetup`, the whole command in a process of its own, in a Discord and an X on loopback.

    python -m tests.wire.command DISCORD_URL run

All else is found where the command looks for it: in the environment and in the settings' file.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest.mock import patch

from bot import app, cli
from tests.clock import PATIENCE
from tests.command import ROOT
from tests.discord_api import TOKEN
from tests.forked import forked, tweetup
from tests.wire.launcher import live
from tests.wire.pointing import pointed_at
from tests.wire.stage import Stage


@dataclass(frozen=True, slots=True)
class Running:
    process: ForkServerProcess
    output: Path
    """What it has said so far, on stdout and stderr."""

    def tell(self, sign: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        assert self.process.pid is not None
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, sign)

    async def says(self, words: str) -> None:
        async with asyncio.timeout(PATIENCE):
            # Another process writes: nobody tells.
            while words not in self.output.read_text(encoding="utf-8"):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def ended(self) -> int:
        """The exit code, once there is one."""
        await asyncio.to_thread(self.process.join, PATIENCE)
        if self.process.exitcode is None:
            raise TimeoutError
        return self.process.exitcode


def settled(stage: Stage, where: Path, settings: str = "") -> dict[str, str]:
    """Write the settings into a directory; gives the environment that leads to them."""
    config = where / "config.toml"
    config.write_text(f"x.api_url = '{stage.x.url}'\n{settings}", encoding="utf-8")
    return {
        "TWEETUP_CONFIG": str(config),
        "TWEETUP_DATABASE_URL": stage.url,
        "TWEETUP_DISCORD_TOKEN": TOKEN,
        "TWEETUP_X_BEARER_TOKEN": stage.x.token,
    }


@asynccontextmanager
async def begun(
    stage: Stage, where: Path, settings: str = "", **variables: str
) -> AsyncIterator[Running]:
    """Begin the command, with its settings and its log in a directory; kill what is left of it."""
    output = where / "output.txt"
    output.touch()
    own = settled(stage, where, settings)
    with forked(
        _run_in, stage.remote.url, cwd=ROOT, out=output, err=output, **own | variables
    ) as process:
        yield Running(process, output)


@asynccontextmanager
async def online(stage: Stage, where: Path, settings: str = "") -> AsyncIterator[Running]:
    """The same, once it is online."""
    told = await stage.remote.do("connections")
    async with begun(stage, where, settings) as running:
        await stage.remote.until("connections", lambda now: now["identified"] > told["identified"])
        yield running


def _run_in(discord: str) -> None:
    with patch.object(app, "run", lambda config: live(discord, config)):
        tweetup("run")


if __name__ == "__main__":
    _, url, *words = sys.argv
    sys.argv = ["tweetup", *words]
    with pointed_at(url), patch.object(app, "run", lambda config: live(url, config)):
        cli.main()
