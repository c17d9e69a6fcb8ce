"""How the bot as a whole is doing, in numbers that name nobody."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.budget import Terms
from bot.domain.deliveries import DeliveryKind
from bot.domain.leases import kind_of
from bot.ports import Clock
from bot.services.charges import Figures
from bot.services.leases import Leases
from bot.services.reading import Reading
from db import queue
from db.engine import UNUSABLE, Database

# Seconds within which a database at hand answers.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """`waiting` is the queue by kind, `oldest_seconds` for how long the first has waited that could
    go at once. Money is in micro-dollars of this calendar month; a `cap` of 0 is none.
    `leases` is what this process has taken on, by kind."""

    waiting: Mapping[DeliveryKind, int]
    oldest_seconds: float
    spent: int
    cap: int
    reading_stopped: bool
    leases: Mapping[str, int]


class VitalSigns:
    def __init__(
        self, database: Database, clock: Clock, terms: Terms, reading: Reading, leases: Leases
    ) -> None:
        self._database = database
        self._clock = clock
        self._terms = terms
        self._reading = reading
        self._leases = leases

    async def take(self) -> Vitals | None:
        """None when the database does not answer."""
        now = self._clock.now()
        try:
            async with asyncio.timeout(_PATIENCE), self._database.read() as conn:
                waiting = await queue.waiting(conn)
                oldest = await queue.oldest(conn, now)
                spent = (await Figures.at(conn, now)).total
        except UNUSABLE:
            return None
        return Vitals(
            waiting=waiting,
            oldest_seconds=max((now - (oldest or now)).total_seconds(), 0.0),
            spent=spent,
            cap=self._terms.cap or 0,
            reading_stopped=self._reading.stopped,
            leases=Counter(map(kind_of, self._leases.held)),
        )
