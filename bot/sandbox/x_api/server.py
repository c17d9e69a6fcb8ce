"""The sandbox's X as a real HTTP server on loopback."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.x_api.compliance import Compliance
from bot.sandbox.x_api.counts import Counts
from bot.sandbox.x_api.faults import Faults
from bot.sandbox.x_api.gate import Gate, SeenRequest
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.limits import Limits
from bot.sandbox.x_api.lookups import Lookups
from bot.sandbox.x_api.rules import RuleBook
from bot.sandbox.x_api.search import Search
from bot.sandbox.x_api.stream import Stream
from bot.sandbox.x_api.timelines import Timelines
from bot.sandbox.x_api.usage import Usage
from bot.sandbox.x_api.world import World

_HOST = "127.0.0.1"


class XSandbox:
    """X API v2 for one world, in the calling event loop.

        async with XSandbox(world) as sandbox:
            ...  # http requests to sandbox.url

    What is posted to the world while it runs reaches its streams at once.
    """

    def __init__(
        self,
        world: World,
        *,
        token: str = "sandbox-bearer-token",  # noqa: S107 - an invented one, for an invented X
        port: int = 0,
        keep_alive_seconds: float | None = 20.0,
    ) -> None:
        """`port` 0 takes a free one. `keep_alive_seconds` is real time on an idle stream."""
        self.world = world
        self.ledger = Ledger(world.now)
        self.limits = Limits(world.now)
        self.faults = Faults()
        self.rules = RuleBook()
        self.stream = Stream(world, self.rules, self.ledger, keep_alive_seconds)
        self._compliance = Compliance(world, lambda: self.url)
        self._gate = Gate(token, world.now, self.limits, self.faults)
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The origin to use in place of X's: `http://127.0.0.1:port`."""
        if self._runner is None:
            raise RuntimeError("the sandbox is not running")
        port: int = self._runner.addresses[0][1]
        return f"http://{_HOST}:{port}"

    @property
    def token(self) -> str:
        """The one bearer token that is let in."""
        return self._gate.token

    @property
    def requests(self) -> list[SeenRequest]:
        """Every request so far, oldest first, refused ones too."""
        return self._gate.requests

    @property
    def charged(self) -> int:
        """What the reads so far cost, in millionths of a dollar."""
        return self.ledger.charged

    async def start(self) -> None:
        app = web.Application()
        app.router.add_routes(self._routes())
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=10.0
        )
        await runner.setup()
        await web.TCPSite(runner, _HOST, self._port).start()
        self._runner = runner

    async def stop(self) -> None:
        """End open streams and unanswered requests, and close the server."""
        if self._runner is None:
            return
        self.stream.close()
        self._gate.end_faults()
        runner, self._runner = self._runner, None
        await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    def _routes(self) -> list[web.RouteDef]:
        guard = self._gate.guard
        search, usage = Search(self.world, self.ledger), Usage(self.ledger)
        lookups = Lookups(self.world, self.ledger)
        stream = "/2/tweets/search/stream"
        reads = (
            ("/2/tweets/search/recent", "search", search.recent),
            ("/2/tweets/counts/recent", "counts", Counts(search, self.ledger).recent),
            (stream, "stream", self.stream.serve),
            (f"{stream}/rules", "rules", self.rules.read),
            (f"{stream}/rules/counts", "rules", self.rules.count),
            ("/2/tweets", "posts", lookups.posts),
            ("/2/tweets/{id}", "posts", lookups.post),
            ("/2/users", "users", lookups.users),
            ("/2/users/by", "users", lookups.users_by_handle),
            ("/2/users/by/username/{username}", "users", lookups.user_by_handle),
            ("/2/users/{id}/tweets", "timelines", Timelines(self.world, self.ledger).posts),
            ("/2/usage/tweets", "usage", usage.tweets),
            ("/2/compliance/jobs/{id}", "compliance", self._compliance.read),
        )
        return [
            *(
                web.get(path, guard(endpoint, handler), allow_head=False)
                for path, endpoint, handler in reads
            ),
            web.post(f"{stream}/rules", guard("rules", self.rules.change)),
            web.post("/2/compliance/jobs", guard("compliance", self._compliance.create)),
            web.put("/compliance/{id}/upload", self._gate.open(self._compliance.upload)),
            web.get("/compliance/{id}/download", self._gate.open(self._compliance.download)),
        ]
