"""What goes wrong with X, on demand."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat

from aiohttp import web

from bot.sandbox.x_api import problems
from bot.sandbox.x_api.call import Call, answer
from bot.sandbox.x_api.limits import PER_WINDOW, rate_headers
from bot.sandbox.x_api.text import JSON

CarryOn = Callable[[], Awaitable[web.StreamResponse]]


class Fault(ABC):
    """One thing that goes wrong with one request. Make them with the methods here."""

    @abstractmethod
    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        """Let it go wrong; `carry_on` gives what X would have answered."""

    @staticmethod
    def rate_limited(*, reset_after: float = 900, headers: bool = True) -> Fault:
        """429, over in `reset_after` seconds; without `headers` the client is not told when."""
        problem = problems.plain(429, "Too Many Requests")
        return _Refusal(429, problem, reset_after=reset_after if headers else None)

    @staticmethod
    def html_503() -> Fault:
        """The edge in front of X answers, and not in JSON."""
        return _Page(503, "<html><body><h1>503 Service Unavailable</h1></body></html>")

    @staticmethod
    def server_error() -> Fault:
        return _Refusal(500, problems.plain(500, "Internal Server Error"))

    @staticmethod
    def credits_depleted() -> Fault:
        """402: the account has no money left."""
        return _Refusal(
            402,
            {
                "title": "CreditsDepleted",
                "detail": "Your account does not have any credits to fulfill this request.",
                "type": f"{problems.PROBLEMS}credits-depleted",
            },
        )

    @staticmethod
    def spend_cap_reached(reset_date: date) -> Fault:
        """403: the limit set for this billing cycle is spent until `reset_date`."""
        return _Refusal(
            403,
            {
                "title": "SpendCapReached",
                "detail": "The spend cap of this billing cycle has been reached.",
                "reset_date": reset_date.isoformat(),
                "type": f"{problems.PROBLEMS}spend-cap-reached",
            },
        )

    @staticmethod
    def client_forbidden() -> Fault:
        """403: the app may not use this endpoint."""
        return _Refusal(
            403,
            {
                "title": "Client Forbidden",
                "detail": "This app is not enrolled for the requested endpoint.",
                "reason": "client-not-enrolled",
                "registration_url": "https://developer.x.com/en/docs/projects/overview",
                "type": f"{problems.PROBLEMS}client-forbidden",
            },
        )

    @staticmethod
    def unauthorised() -> Fault:
        """401, as for a token that was revoked."""
        return _Refusal(401, problems.plain(401, "Unauthorized"))

    @staticmethod
    def usage_capped() -> Fault:
        """429 with the usual headers, though waiting does not help: the month's reads are used."""
        return _Refusal(
            429,
            {
                "title": "UsageCapExceeded",
                "detail": "Usage cap exceeded: Monthly product cap",
                "period": "Monthly",
                "scope": "Product",
                "type": f"{problems.PROBLEMS}usage-capped",
            },
            usual_headers=True,
        )

    @staticmethod
    def too_many_connections() -> Fault:
        """429 to a stream: X still thinks that an earlier connection is open."""
        error = problems.too_many_connections()
        return _Refusal(error.status, error.problem, usual_headers=True)

    @staticmethod
    def dropped() -> Fault:
        """The connection ends without an answer. aiohttp repeats a GET once before it says so."""
        return _Drop()

    @staticmethod
    def cut() -> Fault:
        """The connection ends in the middle of the answer. Not for a stream."""
        return _Cut()

    @staticmethod
    def empty() -> Fault:
        """200 with nothing in it: a stream that ends as soon as it is open."""
        return _Empty()

    @staticmethod
    def hung(until: asyncio.Event | None = None) -> Fault:
        """No answer until `until` is set; without it, never."""
        return _Hang(until or asyncio.Event())


class Faults:
    """The faults to come, for each endpoint in the order they were added. `met` counts those
    that requests have met."""

    def __init__(self) -> None:
        self._coming: dict[str, deque[Fault]] = {endpoint: deque() for endpoint in PER_WINDOW}
        self.met = 0

    def add(self, endpoint: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next `times` requests to `endpoint` meet `fault`.

        Endpoints: search, posts, users, stream, rules, usage, compliance. Raises KeyError for
        another, and ValueError for a cut answer of the stream.
        """
        if endpoint == "stream" and isinstance(fault, _Cut):
            raise ValueError("a stream is cut by its own drop() and drop_mid_line()")
        self._coming[endpoint].extend(repeat(fault, times))

    def take(self, endpoint: str) -> Fault | None:
        coming = self._coming[endpoint]
        self.met += bool(coming)
        return coming.popleft() if coming else None

    def next(self, endpoint: str) -> Fault | None:
        """What the next request to `endpoint` will meet, if anything."""
        coming = self._coming[endpoint]
        return coming[0] if coming else None

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        for coming in self._coming.values():
            coming.clear()


@dataclass(frozen=True)
class _Refusal(Fault):
    status: int
    problem: JSON
    reset_after: float | None = None
    usual_headers: bool = False

    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        response = answer(self.problem, self.status)
        response.headers.update(self._headers(call))
        return response

    def _headers(self, call: Call) -> Mapping[str, str]:
        if self.usual_headers:
            return call.rate_headers
        if self.reset_after is None:
            return {}
        limit = int(call.rate_headers["x-rate-limit-limit"])
        return rate_headers(limit, 0, call.now + timedelta(seconds=self.reset_after))


@dataclass(frozen=True)
class _Page(Fault):
    status: int
    html: str

    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        return web.Response(status=self.status, text=self.html, content_type="text/html")


class _Drop(Fault):
    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        call.hang_up()
        return web.Response()


class _Empty(Fault):
    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        return web.Response(content_type="application/json", headers=call.rate_headers)


class _Cut(Fault):
    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        whole = await carry_on()
        if not isinstance(whole, web.Response) or not isinstance(whole.body, bytes):
            raise TypeError("only an answer of known length has a middle")
        part = web.StreamResponse(status=whole.status, headers=whole.headers)
        part.content_length = len(whole.body)
        await part.prepare(call.request)
        await part.write(whole.body[: len(whole.body) // 2])
        call.hang_up()
        return part


@dataclass(frozen=True)
class _Hang(Fault):
    until: asyncio.Event

    async def play(self, call: Call, carry_on: CarryOn) -> web.StreamResponse:
        await self.until.wait()
        return await carry_on()
