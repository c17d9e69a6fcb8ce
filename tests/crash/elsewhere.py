"""A process of the bot that is one, to be killed for good: SIGKILL, at the seam where it stands."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from tests.clock import PATIENCE
from tests.command import ROOT, environment
from tests.crash.living import Where


class Elsewhere:
    """What the process has to complain of goes to `errors`, where that is given."""

    def __init__(self, where: Where, now: datetime, errors: IO[bytes] | None = None) -> None:
        self.passed = 0
        self._errors = errors
        self.is_over = False
        self._given = {"where": asdict(where), "now": now.isoformat()}
        self._armed: int | None = None
        self._running: asyncio.subprocess.Process

    def arm(self, after: int) -> None:
        self._armed = after

    async def start(self) -> None:
        self._running = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "default::ResourceWarning", "-m", "tests.crash.child", json.dumps(self._given)),
            cwd=ROOT,
            env=environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._errors,
        )
        await self._ask(do="start")

    async def rest(self, now: datetime, told: int) -> None:
        if not self.is_over:
            await self._ask(do="rest", now=now.isoformat(), told=told)

    async def look(self) -> dict[str, Any]:
        """What `Here.look` tells, and when it has something to do next."""
        return await self._ask(do="look")

    async def stop(self) -> None:
        """Let it end in good order."""
        await self._ask(do="stop")
        self.is_over = True
        assert self._running.stdin is not None
        self._running.stdin.close()
        await self._running.communicate()

    async def _ask(self, **what: Any) -> dict[str, Any]:
        stdin, stdout = self._running.stdin, self._running.stdout
        assert stdin is not None
        assert stdout is not None
        if self._armed is not None:
            stdin.write(json.dumps({"arm": self._armed}).encode() + b"\n")
            self._armed = None
        stdin.write(json.dumps(what).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            told: dict[str, Any] = json.loads(await stdout.readline())
        if told.get("held"):
            await self._kill()
        self.passed = told.get("passed", self.passed)
        return told

    async def _kill(self) -> None:
        self.is_over = True
        self._running.kill()
        await self._running.communicate()

    async def end(self) -> None:
        if not self.is_over:
            await self._kill()

    async def tidy(self) -> None:
        """The operating system has seen to that."""
