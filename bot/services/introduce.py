"""Attendees who already talked to each other are introduced, a round at a time.

    due | somebody newly willing | on demand -> situation -> plan (domain) -> making

Whoever becomes willing after a round was held, or when none is left to come, by a late yes, from
the waitlist, at the door, by agreeing or by proving an account, gets a round at once. That is told
by what stands in the database, not by what happened, so nothing is missed whatever the bot was
doing meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import planning
from bot.domain.events import Event
from bot.domain.interactions import ordered
from bot.domain.planning import Planned, Round
from bot.errors import UserError
from bot.ports import Clock
from bot.services import starters
from bot.services.deliver import Deliver
from bot.services.making import make_introductions
from bot.services.matching import best_matching
from bot.services.situation import Gathered, coming_to, gather, willing_among
from db import blocks, events, introductions, rounds
from db.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a round, in numbers of people: who come, were willing, talked with another of
    these, were introduced."""

    coming: int
    willing: int
    talked: int
    introduced: int


class Introduce:
    pending = rounds.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        # Rounds are planned from what those before them made.
        self._one_at_a_time = asyncio.Lock()

    async def run_due(self) -> None:
        """Hold every round that is due, then see to those who became willing after one.

        A round that comes too late for its event is skipped.
        """
        now = self._clock.now()
        async with self._database.read() as conn:
            due = await rounds.due(conn, now)
        for event_id, due_at in due:
            await self._hold_due(event_id, due_at, now)
        async with self._database.read() as conn:
            late = await rounds.newcomers(conn, now)
        for event_id, newcomers in late.items():
            await self._hold(event_id, now, newcomers=newcomers)
        if due or late:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        now = self._clock.now()
        return now if await rounds.newcomers(conn, now) else await rounds.next_due(conn)

    async def hold_now(self, event: Event) -> Held:
        """Hold a round on demand. Raises UserError for an event that has no date, or had it."""
        now = self._clock.now()
        if event.state != "planned" or event.is_over(now):
            raise UserError("introduce.not_now", name=event.name)
        held = await self._hold(event.id, now)
        if held is None:
            raise UserError("introduce.not_now", name=event.name)
        self._deliver.wake()
        return held

    async def _hold_due(self, event_id: int, due_at: datetime, now: datetime) -> None:
        async with self._database.read() as conn:
            event = await events.get(conn, event_id)
        if event is None:
            return
        if now >= event.starts_at:
            async with self._database.begin() as conn:
                await rounds.settle(conn, event_id, due_at, "missed")
            log.info("round missed", event_id=event_id, due=due_at)
            return
        await self._hold(event_id, now, due_at=due_at)

    async def _hold(
        self,
        event_id: int,
        now: datetime,
        *,
        due_at: datetime | None = None,
        newcomers: Collection[int] | None = None,
    ) -> Held | None:
        """None where the event is gone or off, or somebody else held the round that was due."""
        async with self._one_at_a_time:
            while True:
                try:
                    return await self._plan_and_make(event_id, now, due_at, newcomers)
                except _Overtaken:
                    log.info("round planned again", event_id=event_id, due=due_at)

    async def _plan_and_make(
        self,
        event_id: int,
        now: datetime,
        due_at: datetime | None,
        newcomers: Collection[int] | None,
    ) -> Held | None:
        async with self._database.read() as conn:
            event = await events.get(conn, event_id)
            if event is None or event.state != "planned":
                return None
            gathered = await gather(conn, event, now, newcomers)
            surveyed = await starters.survey(conn, event, gathered, now)
        # Takes most of a second for thousands: others go on meanwhile.
        found = await asyncio.to_thread(planning.plan_round, gathered.situation, best_matching)
        planned = {person for each in found.planned for person in each.people}
        offers = await asyncio.to_thread(surveyed.offer, planned)
        async with self._database.begin() as conn:
            changed = await events.lock(conn, event_id) != event
            if changed or await introductions.of_event(conn, event_id) != gathered.made:
                raise _Overtaken
            if due_at is not None and not await rounds.settle(conn, event_id, due_at, "done"):
                return None
            if due_at is None and newcomers is None:
                await rounds.note_held(conn, event_id, now)
            await rounds.consider(conn, event_id, gathered.members.values())
            introduced = await _make(conn, event, gathered, found, now)
            await starters.give(conn, event, surveyed.following, offers, now)
        log.info("round held", event_id=event_id, due=due_at, people=len(introduced))
        return Held(gathered.coming, len(gathered.members), found.talked, len(introduced))


class _Overtaken(Exception):
    """While a round was planned the event was changed, or introductions were made or fell away:
    here, or by a process in which an organiser asked for a round of the same event just then."""


async def _make(
    conn: AsyncConnection, event: Event, gathered: Gathered, found: Round, now: datetime
) -> set[int]:
    """Make what was planned, as far as people are still willing and want each other's company."""
    still = await willing_among(conn, event, await coming_to(conn, event))
    willing = {
        person: member for person, member in gathered.members.items() if still.get(person) == member
    }
    apart = await blocks.among(conn, event.guild_id, willing.values())
    planned = [each for each in found.planned if not apart & _members_of(each, willing)]
    known = gathered.situation.interactions
    return await make_introductions(conn, event, planned, willing, known, now)


def _members_of(planned: Planned, members: dict[int, int]) -> set[tuple[int, int]]:
    return {
        ordered(members[one], members[other])
        for one, other in planned.pairs
        if one in members and other in members
    }
