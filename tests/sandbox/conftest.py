"""An invented X with a clock that tests move, and a client that speaks plain HTTP to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.x_api import Post, User, World, XSandbox


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    time: datetime = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **step: float) -> None:
        self.time += timedelta(**step)


@dataclass
class Api:
    """A client of the sandbox. `headers` are those of the last answer."""

    sandbox: XSandbox
    session: aiohttp.ClientSession
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
        return await self.ask("GET", path, parameters)

    async def ask(
        self, method: str, path: str, parameters: dict[str, Any], body: Any = None
    ) -> tuple[int, dict[str, Any]]:
        """Underscores in parameters' names stand as dots, as in `user_fields`."""
        dotted = {
            name.replace("_fields", ".fields"): str(value) for name, value in parameters.items()
        }
        async with self.session.request(
            method, self.sandbox.url + path, params=dotted, json=body, headers=self.bearer
        ) as response:
            self.headers = dict(response.headers)
            return response.status, await response.json(content_type=None)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sandbox.token}"}

    async def search(self, query: str = "#HRTweetupLDN", **parameters: Any) -> dict[str, Any]:
        status, body = await self.get("/2/tweets/search/recent", query=query, **parameters)
        assert status == 200, body
        return body

    async def found(self, query: str, **parameters: Any) -> list[str]:
        """The texts that a search finds, newest first."""
        body = await self.search(query, max_results=100, **parameters)
        return [post["text"] for post in body.get("data", [])]

    async def add_rules(self, *values: str) -> None:
        rules = [{"value": value, "tag": f"tag of {value}"} for value in values]
        status, body = await self.ask("POST", "/2/tweets/search/stream/rules", {}, {"add": rules})
        assert status == 201, body


@dataclass
class People:
    """Three people of the invented X."""

    amara: User
    bo: User
    cleo: User


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock)


@pytest.fixture
def people(world: World) -> People:
    return People(
        amara=world.add_user("amara_learns", "Amara Okafor", description="L&D, first job"),
        bo=world.add_user("BoPayroll", "Bo Lindqvist"),
        cleo=world.add_user("cleo_hires", "Cléo Martin", verified=True),
    )


@pytest.fixture
def hello(world: World, people: People, clock: Clock) -> Post:
    """A post that is old enough to be found by search."""
    return world.post(people.amara, "Hello #HRTweetupLDN", at=clock() - timedelta(hours=1))


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[XSandbox]:
    async with XSandbox(world, keep_alive_seconds=None) as running:
        yield running


@pytest.fixture
async def api(sandbox: XSandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(sandbox, session)
