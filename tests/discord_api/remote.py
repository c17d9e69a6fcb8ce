"""A test's hands on the server, over its control endpoint, from whichever process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.clock import PATIENCE

Json = dict[str, Any]


class Refusal(AssertionError):
    """The server could not do what was asked of it."""


class Remote:
    """The words of `control`, and waiting. What is awaited and does not come is a TimeoutError."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def do(self, word: str, **arguments: Any) -> Any:
        """Say a word of `control`. Raises Refusal where that cannot be done."""
        url = f"{self.url}/control/{word}"
        async with self._session.post(url, json=arguments) as response:
            told = await response.json()
        if response.status != 200:
            raise Refusal(f"{word}: {told['error']}")
        return told

    async def until(self, word: str, holds: Callable[[Json], Any], **arguments: Any) -> Json:
        """Look with a word of `control` at every change, until it shows what `holds` accepts."""
        told: Json = {}
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds(told := await self.do(word, **arguments)):
                    await self.do("changed", since=told["version"])
        except TimeoutError:
            raise TimeoutError(f"{word} still tells {told}") from None
        return told

    async def tap(self, user_id: int, message: Json, label: str, *values: str) -> Json:
        """Tap, and give what the person then sees."""
        return await self._answered(
            "tap", user_id=user_id, message_id=int(message["id"]), label=label, values=values
        )

    async def command(self, user_id: int, channel_id: int, name: str, /, **options: Any) -> Json:
        return await self._answered(
            "command", user_id=user_id, channel_id=channel_id, name=name, options=options
        )

    async def submit(self, shown: Json, /, **values: Any) -> Json:
        return await self._answered("submit", interaction_id=shown["id"], values=values)

    async def _answered(self, word: str, **arguments: Any) -> Json:
        begun = await self.do(word, **arguments)
        return await self.until("seen", lambda seen: seen["is_done"], interaction_id=begun["id"])

    async def held(self) -> Json:
        """The first call that is held, once one is."""
        told = await self.until("held", lambda told: told["calls"])
        call: Json = told["calls"][0]
        return call

    async def messages(self, channel_id: int) -> list[Json]:
        return messages_in(await self.do("world"), channel_id)

    async def calls(self, method: str = "", route: str = "") -> list[Json]:
        """The log, or what of it took one route."""
        told = await self.do("calls")
        return [
            call
            for call in told["calls"]
            if method in {"", call["method"]} and route in {"", call["route"]}
        ]


def messages_in(world: Json, channel_id: int) -> list[Json]:
    """What a portrait of the world shows in a channel, oldest first."""
    channels: Sequence[Json] = [each for guild in world["guilds"] for each in guild["channels"]]
    found: list[Json] = next(each["messages"] for each in channels if each["id"] == channel_id)
    return found
