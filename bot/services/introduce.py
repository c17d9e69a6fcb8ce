"""Attendees who already talked to each other are introduced, a round at a time."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import introductions as rules
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.interactions import ties
from bot.domain.introductions import MadeIntroduction, Pair
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.matching import best_matching
from db import (
    account_links,
    deliveries,
    events,
    interactions,
    introductions,
    members,
    rounds,
    rsvps,
)
from db.engine import Database

log = structlog.get_logger(__name__)


class Introduce:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Hold every round that is due; one that comes too late for its event is skipped."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = await rounds.due(conn, now)
        for event_id, due_at in due:
            await self._hold(event_id, due_at, now)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return await rounds.next_due(conn)

    async def _hold(self, event_id: int, due_at: datetime, now: datetime) -> None:
        async with self._database.read() as conn:
            event = await events.get(conn, event_id)
            if event is None:
                return
            attendees = await willing(conn, event)
            known = await interactions.among(conn, event.guild_id, attendees, event.starts_at)
            before = await introductions.pairs(conn, event.guild_id)
        late = now >= event.starts_at
        chosen: tuple[Pair, ...] = ()
        if not late:
            chosen = await asyncio.to_thread(
                rules.plan_round, attendees, ties(known), before, best_matching
            )
        async with self._database.begin() as conn:
            if not await rounds.settle(conn, event_id, due_at, "missed" if late else "done"):
                return
            still = await willing(conn, event)
            for pair in chosen:
                if pair.one in still and pair.other in still:
                    await self._introduce(conn, event, pair, still, now)
        log.info("round held", event_id=event_id, due=due_at, pairs=len(chosen), late=late)

    async def _introduce(
        self,
        conn: AsyncConnection,
        event: Event,
        pair: Pair,
        attendees: dict[int, int],
        now: datetime,
    ) -> None:
        introduction_id = await introductions.add(
            conn,
            MadeIntroduction(
                guild_id=event.guild_id,
                event_id=event.id,
                one_id=pair.one,
                other_id=pair.other,
                one_member_id=attendees[pair.one],
                other_member_id=attendees[pair.other],
                kind=pair.kind,
                evidence=pair.evidence,
                question=pair.question,
                made_at=now,
            ),
        )
        if introduction_id is None:
            return
        about = {"introduction": introduction_id}
        thread_id = await deliveries.add(
            conn,
            NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="introduction_thread",
                channel_id=event.channel_id,
                about=about,
                key=f"introduction_thread:{introduction_id}",
            ),
            now,
        )
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="introduction",
                inside_id=thread_id,
                about=about,
                key=f"introduction:{introduction_id}",
            ),
            now,
        )


async def willing(conn: AsyncConnection, event: Event) -> dict[int, int]:
    """Attendees who are going, agreed to introductions and linked an account.

    Gives their members' ids by their X ids.
    """
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    agreed = await members.agreed(conn, event.guild_id, going, "introductions")
    linked = await account_links.people_of(conn, event.guild_id, agreed)
    return {person_id: member_id for member_id, person_id in linked.items()}


async def withdraw_introductions(
    conn: AsyncConnection,
    guild_id: int,
    member_id: int,
    now: datetime,
    *,
    event_id: int | None = None,
) -> None:
    """Take back a member's introductions before events still to come, or before one event."""
    for made in await introductions.of_member(conn, guild_id, member_id):
        if made.state != "made" or event_id not in (None, made.event_id):
            continue
        event = await events.get(conn, made.event_id)
        if event is None or event.is_over(now):
            continue
        await withdraw(conn, made, now)


async def withdraw(conn: AsyncConnection, made: MadeIntroduction, now: datetime) -> None:
    """Take an introduction back, with the thread it was made in."""
    await introductions.withdraw(conn, made.id)
    await deliveries.rearm(conn, f"introduction:{made.id}", now, wanted=False)
    await deliveries.rearm(conn, f"introduction_thread:{made.id}", now, wanted=False)
