"""A tap on the event card: who comes, who waits, who moves up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import rsvp as rules
from bot.domain.deliveries import NewDelivery
from bot.domain.door import gave_up_late
from bot.domain.events import Event
from bot.domain.members import AccountLink, Consents
from bot.domain.rsvp import Answer, Outcome, Rsvp
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.introduce import withdraw_introductions
from db import account_links, attendance, deliveries, events, members, rsvps
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands with an event; `rsvp` is None before their first answer.

    `ahead` counts those before them on the waitlist, where they are on it.
    """

    event: Event
    rsvp: Rsvp | None
    ahead: int
    consents: Consents
    link: AccountLink | None


class RsvpService:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def answer(self, guild_id: int, event_id: int, member_id: int, wish: Answer) -> Standing:
        """Take a member's answer; whoever gets a place by it is told.

        Raises UserError when the event is not this guild's, was cancelled or is over.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, guild_id, event_id, now)
            before = await rsvps.of_event(conn, event_id)
            outcome = rules.answer(before, member_id, wish, capacity=event.capacity)
            if outcome.changed:
                await rsvps.save(conn, event_id, (outcome.own, *outcome.promoted), now)
                await announce_changes(conn, event, outcome.promoted, now)
                await _note_late(conn, event, before, outcome, now)
                if outcome.own.status != "going":
                    await withdraw_introductions(conn, guild_id, member_id, now, event_id=event_id)
            if wish == "going":
                await rsvps.confirm(conn, event_id, member_id, event.revision)
            standing = await _standing(conn, event, member_id)
        self._deliver.wake()
        return standing

    async def standing(self, guild_id: int, event_id: int, member_id: int) -> Standing:
        """How a member stands with an event, changing nothing.

        Raises UserError when the event is not this guild's.
        """
        async with self._database.read() as conn:
            event = await events.get(conn, event_id)
            if event is None or event.guild_id != guild_id:
                raise UserError("event.unknown")
            return await _standing(conn, event, member_id)


async def open_event(conn: AsyncConnection, guild_id: int, event_id: int, now: datetime) -> Event:
    """The event, held until the transaction ends, if it is this guild's and can be answered."""
    event = await events.lock(conn, event_id)
    if event is None or event.guild_id != guild_id:
        raise UserError("event.unknown")
    if event.state == "cancelled":
        raise UserError("event.cancelled", name=event.name)
    if event.archived:
        raise UserError("event.archived", name=event.name)
    if event.is_over(now):
        raise UserError("event.over", name=event.name)
    return event


async def announce_changes(
    conn: AsyncConnection, event: Event, promoted: Iterable[Rsvp], now: datetime
) -> None:
    """Bring the event card up to date and tell those who moved up from the waitlist."""
    await deliveries.rearm(conn, f"card:{event.id}", now)
    for rsvp in promoted:
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="promotion",
                member_id=rsvp.member_id,
                key=f"promotion:{event.id}:{rsvp.member_id}:{rsvp.turn}",
            ),
            now,
        )


async def _note_late(
    conn: AsyncConnection, event: Event, before: Iterable[Rsvp], outcome: Outcome, now: datetime
) -> None:
    """Note who gave up a place late; whoever has one again did not."""
    own = outcome.own
    had = next((rsvp.status for rsvp in before if rsvp.member_id == own.member_id), None)
    if gave_up_late(had, own.status, event.starts_at, now):
        await attendance.note_late(conn, event.id, own.member_id, now)
    for rsvp in (own, *outcome.promoted):
        if rsvp.status == "going":
            await attendance.forget_late(conn, event.id, rsvp.member_id)


async def _standing(conn: AsyncConnection, event: Event, member_id: int) -> Standing:
    everyone = await rsvps.of_event(conn, event.id)
    own = next((rsvp for rsvp in everyone if rsvp.member_id == member_id), None)
    return Standing(
        event,
        own,
        0 if own is None else _ahead(everyone, own),
        await members.consents(conn, event.guild_id, member_id),
        await account_links.get(conn, event.guild_id, member_id),
    )


def _ahead(everyone: Iterable[Rsvp], own: Rsvp) -> int:
    return sum(
        rsvp.status == "waitlisted" and rsvp.turn < own.turn and rsvp.member_id != own.member_id
        for rsvp in everyone
    )
