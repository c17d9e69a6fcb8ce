"""GET /2/tweets/search/stream: posts that match the rules, the moment they appear."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import web

from bot.sandbox.x_api import problems
from bot.sandbox.x_api.answers import Answer
from bot.sandbox.x_api.call import READ_PARAMETERS, Call
from bot.sandbox.x_api.dialect import NEW, Selection, select
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.model import Post
from bot.sandbox.x_api.rules import Rule, RuleBook
from bot.sandbox.x_api.text import JSON
from bot.sandbox.x_api.world import World

DisconnectType = Literal[
    "OperationalDisconnect",
    "UpstreamOperationalDisconnect",
    "ForceDisconnect",
    "UpstreamUncleanDisconnect",
    "SlowReader",
    "InternalError",
    "ClientApplicationStateDegraded",
    "InvalidRules",
]
_KEEP_ALIVE = b"\r\n"


@dataclass(eq=False)
class _Connection:
    """What is still to be written to the one open stream; None ends it, cleanly or not."""

    selection: Selection
    waiting: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    hang_up: bool = False


class Stream:
    """The filtered stream. X allows one connection; its faults are methods here.

    `connected` is set while a client is connected. `silent` stops everything, keep-alives too, on
    a connection that stays open: what is posted meanwhile is lost to it. `keep_alive_seconds` is
    real time between blank lines; None sends none but those of `keep_alive()`.
    """

    def __init__(
        self, world: World, rules: RuleBook, ledger: Ledger, keep_alive_seconds: float | None
    ) -> None:
        self.keep_alive_seconds = keep_alive_seconds
        self.connected = asyncio.Event()
        self.silent = False
        self._world = world
        self._rules = rules
        self._ledger = ledger
        self._connection: _Connection | None = None
        self._held: list[Post] | None = None
        world.on_post(self._appear)

    async def serve(self, call: Call) -> web.StreamResponse:
        call.allow(*(READ_PARAMETERS - {NEW.parameter}))
        if not self._rules:
            raise problems.connection_refused(
                409, "You must define rules before connecting.", "RuleConfigurationIssue"
            )
        if self._connection is not None:
            raise problems.too_many_connections()
        connection = _Connection(select(call.parameters, only_old=True))
        response = web.StreamResponse(headers=call.rate_headers)
        response.content_type = "application/json"
        response.enable_chunked_encoding()
        self._connection = connection
        self.connected.set()
        try:
            await response.prepare(call.request)
            await self._write(connection, response)
        finally:
            self._forget(connection)
        if connection.hang_up:
            call.hang_up()
        return response

    def send(self, post: Post) -> None:
        """Put `post` on the stream, again or for the first time, if a rule matches it."""
        connection = self._connection
        if connection is None or self.silent:
            return
        rules = self._rules.matching(post)
        if rules:
            connection.waiting.put_nowait(self._line(post, rules, connection.selection))

    def keep_alive(self) -> None:
        """Send a blank line."""
        self._open().waiting.put_nowait(_KEEP_ALIVE)

    @contextmanager
    def out_of_order(self) -> Iterator[None]:
        """Hold back what is posted inside, and send it newest first at the end."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            for post in reversed(held):
                self.send(post)

    def drop(self) -> None:
        """Break the connection."""
        connection = self._open()
        connection.hang_up = True
        self._end(connection)

    def drop_mid_line(self, post: Post) -> None:
        """Send the first half of `post` and break the connection."""
        connection = self._open()
        line = self._line(post, self._rules.matching(post), connection.selection)
        connection.waiting.put_nowait(line[: len(line) // 2])
        self.drop()

    def disconnect(self, kind: DisconnectType = "OperationalDisconnect") -> None:
        """Tell the client that X ends the stream, and end it."""
        error = {
            "title": "operational-disconnect",
            "disconnect_type": kind,
            "detail": "This stream has been disconnected for operational reasons.",
            "type": f"{problems.PROBLEMS}operational-disconnect",
        }
        connection = self._open()
        connection.waiting.put_nowait(_as_line({"errors": [error]}))
        self._end(connection)

    def close(self) -> None:
        """End the stream, if one is open, as a server does that shuts down."""
        if self._connection is not None:
            self._end(self._connection)

    def _appear(self, post: Post) -> None:
        if not self._world.is_public(post):
            return
        if self._held is None:
            self.send(post)
        else:
            self._held.append(post)

    async def _write(self, connection: _Connection, response: web.StreamResponse) -> None:
        while True:
            try:
                async with asyncio.timeout(self.keep_alive_seconds):
                    line = await connection.waiting.get()
            except TimeoutError:
                if not self.silent:
                    await response.write(_KEEP_ALIVE)
                continue
            if line is None:
                return
            await response.write(line)

    def _line(self, post: Post, rules: list[Rule], selection: Selection) -> bytes:
        making = Answer(self._world, self._ledger, selection)
        (data,) = making.posts([post])
        matching = [rule.as_match() for rule in rules]
        return _as_line(making.finish(data) | {"matching_rules": matching})

    def _open(self) -> _Connection:
        if self._connection is None:
            raise RuntimeError("no stream is open")
        return self._connection

    def _end(self, connection: _Connection) -> None:
        connection.waiting.put_nowait(None)
        self._forget(connection)

    def _forget(self, connection: _Connection) -> None:
        if self._connection is connection:
            self._connection = None
            self.connected.clear()


def _as_line(body: JSON) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode() + b"\r\n"
