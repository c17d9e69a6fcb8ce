"""Where every request passes: noted, let in or not, counted, and perhaps met by a fault."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.sandbox.x_api import problems
from bot.sandbox.x_api.call import Call, Handler, answer, refusal
from bot.sandbox.x_api.faults import Faults
from bot.sandbox.x_api.limits import Limits


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as it came, without the token."""

    method: str
    path: str
    parameters: Mapping[str, str]


class Gate:
    """Turns the sandbox's handlers into aiohttp's."""

    def __init__(
        self, token: str, now: Callable[[], datetime], limits: Limits, faults: Faults
    ) -> None:
        self.token = token
        self.requests: list[SeenRequest] = []
        self._now = now
        self._limits = limits
        self._faults = faults
        self._failing: set[asyncio.Task[object]] = set()

    def guard(
        self, endpoint: str, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Let `handler` answer requests to `endpoint` that carry the token."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            self._note(request)
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                return answer(problems.plain(401, "Unauthorized"), 401)
            allowed, headers = self._limits.spend(endpoint)
            if not allowed:
                refused = answer(problems.plain(429, "Too Many Requests"), 429)
                refused.headers.update(headers)
                return refused
            return await self._answer(endpoint, handler, Call(request, self._now(), headers))

        return guarded

    def open(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Let `handler` answer anybody: the address itself is the secret."""

        async def opened(request: web.Request) -> web.StreamResponse:
            self._note(request)
            return await self._carry_on(handler, Call(request, self._now()))

        return opened

    def end_faults(self) -> None:
        """Give up on every request that hangs because it was told to."""
        for task in self._failing:
            task.cancel()

    def _note(self, request: web.Request) -> None:
        self.requests.append(SeenRequest(request.method, request.path, dict(request.query)))

    async def _answer(self, endpoint: str, handler: Handler, call: Call) -> web.StreamResponse:
        fault = self._faults.take(endpoint)
        if fault is None:
            return await self._carry_on(handler, call)
        task = asyncio.current_task()
        if task is not None:
            self._failing.add(task)
            task.add_done_callback(self._failing.discard)
        return await fault.play(call, lambda: self._carry_on(handler, call))

    async def _carry_on(self, handler: Handler, call: Call) -> web.StreamResponse:
        try:
            response = await handler(call)
        except problems.ApiError as error:
            response = refusal(error)
        if not response.prepared:
            response.headers.update(call.rate_headers)
        return response
