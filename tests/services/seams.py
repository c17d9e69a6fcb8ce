"""A process that is gone between any two effects: a database commit, a call to Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.ports import Outgoing, Place
from db.engine import Database
from tests.services.world import FakeDiscord


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Seams:
    """Counts the seams as they are passed, and crashes at one of them."""

    crash_at: int | None = None
    passed: int = 0

    def crash_after(self, more: int) -> None:
        """At the nth seam from here on."""
        self.crash_at = self.passed + more

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.crash_at:
            raise Crash


class BreakableDatabase(Database):
    def __init__(self, url: str, seams: Seams) -> None:
        super().__init__(url)
        self._seams = seams

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        async with super().begin() as conn:
            yield conn
            self._seams.pass_one()
        self._seams.pass_one()


@dataclass
class BreakableDiscord(FakeDiscord):
    seams: Seams = field(default_factory=Seams)

    async def send(self, outgoing: Outgoing) -> MessageRef:
        self.seams.pass_one()
        where = await super().send(outgoing)
        self.seams.pass_one()
        return where

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        self.seams.pass_one()
        await super().update(outgoing, standing)
        self.seams.pass_one()

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        self.seams.pass_one()
        await super().remove(kind, place, standing)
        self.seams.pass_one()
