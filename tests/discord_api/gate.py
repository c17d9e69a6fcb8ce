"""Where every call of the bot passes: let in or not, noted, counted, and perhaps met by a fault."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from aiohttp import hdrs, web

from tests.discord_api.call import Call, Route, answer, read
from tests.discord_api.errors import Refused
from tests.discord_api.faults import Fault, Faults, Holds, Seen
from tests.discord_api.limits import Limits
from tests.discord_api.world import World

TOKEN = "loopback-token"
PREFIX = "/api/v10"


class Gate:
    def __init__(self, world: World) -> None:
        self.faults = Faults()
        self.holds = Holds()
        self.limits = Limits()
        self.log: list[Seen] = []
        self.count = 0
        self.effects = 0
        self._world = world

    def add_to(self, app: web.Application, routes: list[Route]) -> None:
        for route in routes:
            app.router.add_route(route.method, PREFIX + route.path, self._serving(route))
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._unknown)

    def _serving(self, route: Route) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            response = await served(request)
            response.headers[hdrs.DATE] = format_datetime(self._world.time.now, usegmt=True)
            return response

        async def served(request: web.Request) -> web.StreamResponse:
            seen = self._note(request, route)
            try:
                call = await read(request)
                seen.body, seen.files = call.body, len(call.files)
                self._authorise(request, route)
                return await self._answer(request, route, call, seen)
            except Refused as error:
                return answer(error.body, error.status)
            finally:
                self._world.touch()

        return serve

    async def _answer(
        self, request: web.Request, route: Route, call: Call, seen: Seen
    ) -> web.StreamResponse:
        fault = self.faults.take(seen, after=False)
        struck = None if fault is None else await self._strike(fault, request, seen)
        if struck is not None:
            return struck
        headers, refused = self.limits.spend(route, call)
        if refused is not None:
            seen.status = refused.status
            return refused
        response = _done(route, call, seen)
        response.headers.update(headers)
        self._world.touch()
        fault = self.faults.take(seen, after=True)
        struck = None if fault is None else await self._strike(fault, request, seen)
        return response if struck is None else struck

    async def _strike(self, fault: Fault, request: web.Request, seen: Seen) -> web.Response | None:
        """What the bot gets; None where the call goes on."""
        seen.fault = f"{fault.act} {'after' if fault.after else 'before'}"
        self._world.touch()
        if fault.act == "answer":
            body = {"message": "", "code": 0} if fault.body is None else fault.body
            if isinstance(body, str):
                return web.Response(
                    status=fault.status,
                    text=body,
                    content_type="text/html",
                    headers=fault.headers,
                )
            return answer(body, fault.status, fault.headers)
        if fault.act == "hold" and await self._held(fault, seen):
            return None
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _held(self, fault: Fault, seen: Seen) -> bool:
        return await self.holds.hold(seen, after=fault.after)

    async def _unknown(self, request: web.Request) -> web.Response:
        """No route of Discord's that is served here: the log has it without a route."""
        self._note(request, None)
        self._world.touch()
        return answer({"message": "404: Not Found", "code": 0}, 404)

    def _note(self, request: web.Request, route: Route | None) -> Seen:
        self.count += 1
        path = request.path.removeprefix(PREFIX)
        name = None if route is None else route.path
        seen = Seen(self.count, request.method, name, path, dict(request.query))
        if request.method != "GET" and route is not None:
            self.effects += 1
            seen.effect = self.effects
        self.log.append(seen)
        return seen

    def _authorise(self, request: web.Request, route: Route) -> None:
        if route.is_open:
            return
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            raise Refused(401, 0, "401: Unauthorized")
        if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            raise Refused(403, 0, "The User-Agent is not that of a bot")


def _done(route: Route, call: Call, seen: Seen) -> web.Response:
    try:
        told = route.handler(call)
    except Refused as error:
        seen.status, seen.answer = error.status, error.body
        return answer(error.body, error.status)
    if told is None:
        seen.status = 204
        return web.Response(status=204)
    seen.status, seen.answer = route.status, told
    return answer(told, route.status)
