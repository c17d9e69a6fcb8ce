"""What goes wrong meanwhile: X's faults, Discord's errors, and the process that dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from simcord import Env
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.errors import OutcomeUnknown
from bot.ports import Announcer, Outgoing, Place
from bot.sandbox.x_api import Fault, Post, XSandbox
from db.engine import Database

ENDPOINTS = ("search", "search", "search", "posts", "users", "stream", "rules", "compliance")
DISCONNECTS = ("OperationalDisconnect", "SlowReader", "InternalError", "ForceDisconnect")
# How Discord refuses: status and code, for which calls. Each is over by itself.
REFUSALS = (
    ("*", 500, 0),
    ("*", 503, 0),
    ("*", 429, 0),
    ("POST", 403, 50013),
    ("PATCH", 400, 30046),
)

# No request that meets this gets an answer.
HANGING = Fault.hung()

T = TypeVar("T")


class Lifeline:
    """What one process hangs by. When it breaks, nothing of that process does anything more."""

    def __init__(self) -> None:
        self.broken = False
        self._steps: int | None = None

    def break_in(self, steps: int) -> None:
        """Let the process die after so many more steps of the database or of Discord."""
        self._steps = steps

    def hold(self) -> None:
        """Let the process live on."""
        self._steps = None

    def step(self) -> None:
        if self._steps is not None:
            self._steps -= 1
            self.broken = self.broken or self._steps <= 0
        if self.broken:
            raise asyncio.CancelledError


class MortalDatabase(Database):
    """May be left at any moment: before a transaction, within it, and after it."""

    def __init__(self, url: str, line: Lifeline) -> None:
        super().__init__(url)
        self._line = line

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        self._line.step()
        async with super().begin() as conn:
            yield conn
            self._line.step()
        self._line.step()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        self._line.step()
        async with super().read() as conn:
            yield conn


class ShakyAnnouncer:
    """An announcer whose calls may be cut off before and after the work is done.

    `unsure` is how often nobody learns that a call succeeded, between 0 and 1.
    """

    def __init__(self, inner: Announcer, line: Lifeline, dice: Random, *, unsure: float) -> None:
        self._inner = inner
        self._line = line
        self._dice = dice
        self._unsure = unsure

    async def send(self, outgoing: Outgoing) -> MessageRef:
        return await self._cut(lambda: self._inner.send(outgoing))

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        return await self._cut(lambda: self._inner.find(outgoing))

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        await self._cut(lambda: self._inner.update(outgoing, standing))

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        await self._cut(lambda: self._inner.remove(kind, place, standing))

    async def _cut(self, call: Callable[[], Awaitable[T]]) -> T:
        self._line.step()
        done = await call()
        self._line.step()
        if self._dice.random() < self._unsure:
            raise OutcomeUnknown("the answer was lost")
        return done


class Mischief:
    """Chooses what goes wrong next. `done` counts it."""

    def __init__(self, sandbox: XSandbox, dice: Random) -> None:
        self._sandbox = sandbox
        self._dice = dice
        self._elsewhere = 0

    @property
    def done(self) -> int:
        """How many faults were met, of X and of all else."""
        return self._elsewhere + self._sandbox.faults.met

    def at_x(self) -> None:
        """One to four requests to one endpoint go wrong."""
        endpoint = self._dice.choice(ENDPOINTS)
        kinds = list(self._kinds(endpoint))
        fault = self._dice.choice(kinds)()
        self._sandbox.faults.add(endpoint, fault, times=self._dice.choice((1, 1, 2, 4)))

    def on_stream(self) -> bool:
        """Something happens to the connection, if there is one."""
        stream = self._sandbox.stream
        if not stream.connected.is_set():
            return False
        posts = list(self._sandbox.world.newest_first(0, 2**63))[:5]
        choices: list[Callable[[], Any]] = [
            stream.drop,
            lambda: stream.disconnect(self._dice.choice(DISCONNECTS)),  # type: ignore[arg-type]
        ]
        if posts:
            choices += [
                lambda: stream.drop_mid_line(posts[0]),
                lambda: self._send_again(posts),
            ]
        self._dice.choice(choices)()
        self.note()
        return True

    def at_discord(self, env: Env) -> None:
        method, status, code = self._dice.choice(REFUSALS)
        times = self._dice.choice((1, 1, 3))
        path = "/channels/*/messages*"
        env.inject_error(method, path, status=status, code=code, times=times)
        self.note(times)

    def _send_again(self, posts: Sequence[Post]) -> None:
        for post in posts:
            self._sandbox.stream.send(post)

    def note(self, times: int = 1) -> None:
        self._elsewhere += times

    def _kinds(self, endpoint: str) -> tuple[Callable[[], Fault], ...]:
        tomorrow = (self._sandbox.world.now() + timedelta(days=1)).date()
        kinds: tuple[Callable[[], Fault], ...] = (
            Fault.rate_limited,
            lambda: Fault.rate_limited(headers=False),
            Fault.html_503,
            Fault.server_error,
            Fault.dropped,
            Fault.credits_depleted,
            lambda: Fault.spend_cap_reached(tomorrow),
            Fault.client_forbidden,
            Fault.unauthorised,
            Fault.usage_capped,
        )
        # After another fault aiohttp may ask again unseen, and nobody would know that it waits.
        if self._sandbox.faults.next(endpoint) is None:
            kinds += (lambda: HANGING,)
        if endpoint == "stream":
            return (*kinds, Fault.too_many_connections, Fault.empty)
        return (*kinds, Fault.cut)
