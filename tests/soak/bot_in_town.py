"""The real bot as `bot.app` assembles it, in a simulated Discord, with a sandbox in X's place.

The simulation waits until everything the bot began is done or asleep. What waits for X instead, an
open stream and a request that gets no answer, is declared to it here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast
from unittest.mock import patch

import aiohttp
from simcord import Env

from bot import app
from bot.config import Config
from bot.domain.budget import Step
from bot.sandbox.discord_stage import QuickEnv
from bot.sandbox.x_api import XSandbox
from bot.x import lines
from bot.x.client import XClient
from cogs.announcer import DiscordAnnouncer
from cogs.client import TweetupBot
from tests.cogs.town import SimClock
from tests.soak.mischief import HANGING, Lifeline, MortalDatabase, ShakyAnnouncer

_POLLING = {"poll_fastest_seconds": 600, "poll_slowest_seconds": 3_600}
_ENDPOINTS = {
    "/2/tweets/search/recent": "search",
    "/2/tweets": "posts",
    "/2/users": "users",
    "/2/tweets/search/stream/rules": "rules",
    "/2/usage/tweets": "usage",
}


class StillEnv(QuickEnv):
    """A simulation for a busy machine, in which something can be done between its steps."""

    @contextmanager
    def still(self) -> Iterator[None]:
        """Meanwhile the bot's timers stand still, which otherwise follow the real clock then: one
        that runs out just as the next step begins would wait for it, and be waited for."""
        self._advancing = True
        try:
            yield
        finally:
            self._advancing = False

    async def _settle_internal(self, **options: Any) -> None:
        """However little patience was meant: the bot's beginning is given five seconds."""
        options.pop("timeout", None)
        await super()._settle_internal(**options)


class Greeting(asyncio.Event):
    """Set with every connection to the stream: which then gets a sign of life at once, and is
    silent no longer.

    aiohttp's server keeps the headers back until there is something to send with them.
    """

    def __init__(self, sandbox: XSandbox) -> None:
        super().__init__()
        self._stream = sandbox.stream

    def set(self) -> None:
        super().set()
        self._stream.silent = False
        self._stream.keep_alive()


class _Heard:
    """An open stream, as far as the bot uses it."""

    def __init__(self, content: aiohttp.StreamReader, env: Env) -> None:
        self._content = content
        self._env = env

    async def readany(self) -> bytes:
        read: bytes = await self._env.external_wait(
            self._content.readany(), reason="X's next word on the stream"
        )
        return read


def process(
    url: str, clock: SimClock, sandbox: XSandbox, shaky: Callable[..., ShakyAnnouncer]
) -> tuple[TweetupBot, MortalDatabase, Lifeline]:
    """A new process on the database at `url`, with what it hangs by."""
    line = Lifeline()
    database = MortalDatabase(url, line)
    config = Config.model_validate(
        {
            "x": {"api_url": sandbox.url, **_POLLING},
            "secrets": {"discord_token": "simulated", "x_bearer_token": sandbox.token},
        }
    )
    with patch.object(app, "DiscordAnnouncer", lambda bot: shaky(DiscordAnnouncer(bot), line)):
        return app.assemble(config, database, clock), database, line


@asynccontextmanager
async def listening(env: Env, sandbox: XSandbox) -> AsyncIterator[None]:
    """Every process that begins meanwhile can listen to X."""

    class Client(XClient):
        async def _asked(
            self,
            method: str,
            path: str,
            parameters: Mapping[str, str] | None = None,
            *,
            body: Mapping[str, Any] | None = None,
        ) -> str:
            answer = super()._asked(method, path, parameters, body=body)
            if sandbox.faults.next(_ENDPOINTS.get(path, "compliance")) is HANGING:
                answer = env.external_wait(answer, reason="an answer X never gives")
            return await answer

        @asynccontextmanager
        async def stream(self, step: Step = Step.FULL) -> AsyncIterator[aiohttp.StreamReader]:
            opening = super().stream(step)
            if sandbox.faults.next("stream") is HANGING:
                content = await env.external_wait(
                    opening.__aenter__(), reason="a stream X never opens"
                )
            else:
                content = await opening.__aenter__()
            try:
                yield cast(aiohttp.StreamReader, _Heard(content, env))
            finally:
                await opening.__aexit__(None, None, None)

    at_once = lines._done_within

    async def done_within(*given: Any) -> bool:
        done: bool = await env.external_wait(at_once(*given), reason="X, or time to do more")
        return done

    with patch.object(app, "XClient", Client), patch.object(lines, "_done_within", done_within):
        yield
