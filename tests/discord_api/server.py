"""Discord's REST API and gateway as a real server on loopback."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from tests.discord_api.acting import Acting
from tests.discord_api.answers import Answers
from tests.discord_api.application import Application
from tests.discord_api.building import Building, Happening
from tests.discord_api.channels import Channels
from tests.discord_api.control import Control
from tests.discord_api.gate import Gate
from tests.discord_api.gateway import Gateway
from tests.discord_api.guilds import Guilds
from tests.discord_api.meddling import Meddling
from tests.discord_api.messages import Messages
from tests.discord_api.world import World

_HOST = "127.0.0.1"
_MOST_BYTES = 25 * 1024 * 1024


class DiscordServer:
    """Discord for one bot, in the calling event loop.

    async with DiscordServer() as server:
        ...  # discord.py pointed at server.url, and Remote(server.url) to play in it
    """

    def __init__(self) -> None:
        world = World()
        gate = Gate(world)
        self._gate = gate
        self._gateway = Gateway(world, lambda: self.url.replace("http", "ws") + "/gateway/")
        channels, messages = Channels(world), Messages(world)
        control = Control(
            (
                Building(world),
                Happening(world, channels, messages),
                Acting(world),
                Meddling(world, gate, self._gateway),
            )
        )
        self._app = web.Application(client_max_size=_MOST_BYTES)
        self._app.router.add_get("/gateway/", self._gateway.serve)
        self._app.router.add_post("/control/{word}", control.serve)
        application = Application(world, self._gateway)
        parts = (application, channels, messages, Guilds(world), Answers(world))
        gate.add_to(self._app, [route for part in parts for route in part.routes()])
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """`http://127.0.0.1:port`"""
        if self._runner is None:
            raise RuntimeError("the server is not running")
        return f"http://{_HOST}:{self._runner.addresses[0][1]}"

    async def start(self) -> None:
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, _HOST, 0).start()

    async def stop(self) -> None:
        if self._runner is None:
            return
        self._gate.holds.release(False)
        await self._gateway.close()
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
