"""A guild's tweetups at a glance, and one of them looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.reminders import Reminder
from bot.domain.rsvp import Status, Turnout
from bot.ports import Clock
from db import confirmations, events, organisers, reminders, rsvps
from db.engine import Database

# Past tweetups that are listed, the latest ones.
PAST_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Listed:
    event: Event
    going: int


@dataclass(frozen=True, slots=True)
class Listing:
    """`coming` soonest first, those without a date at the end; `past` latest first, of which `more`
    are left out."""

    coming: tuple[Listed, ...]
    past: tuple[Listed, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`tally` counts people by answer, guests among them; `due` are the reminders still to come."""

    event: Event
    tally: Mapping[Status, int]
    due: tuple[Reminder, ...]
    named: tuple[int, ...]
    turnout: Turnout


class Overview:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def listing(self, guild_id: int) -> Listing:
        now = self._clock.now()
        async with self._database.read() as conn:
            known = [e for e in await events.of_guild(conn, guild_id) if not e.archived]
            past = [event for event in reversed(known) if event.is_over(now)]
            coming = [event for event in known if not event.is_over(now)]
            # The times of one that waits for its date are the old ones.
            coming.sort(key=lambda event: event.state == "postponed")

            async def listed(event: Event) -> Listed:
                return Listed(event, (await rsvps.tally(conn, event.id)).get("going", 0))

            return Listing(
                tuple([await listed(event) for event in coming]),
                tuple([await listed(event) for event in past[:PAST_AT_MOST]]),
                max(len(past) - PAST_AT_MOST, 0),
            )

    async def facts(self, event: Event) -> Facts:
        async with self._database.read() as conn:
            return Facts(
                event,
                await rsvps.tally(conn, event.id),
                tuple(await reminders.of_event(conn, event.id)),
                tuple(await organisers.named(conn, event.id)),
                await confirmations.turnout(conn, event.id),
            )
