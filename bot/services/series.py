"""Organisers let a tweetup come again: shown first, begun once they confirm it, and ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import series as rules
from bot.domain.events import Event
from bot.domain.series import PROPOSAL_VALID, SHOWN, Occurrence, Series
from bot.errors import UserError
from bot.ports import Clock
from bot.services.rsvp import open_event
from bot.services.timetable import Timetable
from db import events, series
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Outlook:
    """A series and when its next ones begin, after those that were made."""

    event: Event
    series: Series
    dates: tuple[datetime, ...]


class SeriesControl:
    def __init__(self, database: Database, clock: Clock, timetable: Timetable) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable

    async def propose(
        self, event: Event, typed: str, until: str | None, times: int | None
    ) -> Outlook:
        """A series that would begin with the event. Raises UserError for what cannot be."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, event.guild_id, event.id, now)
            if await series.running_of(conn, event.id) is not None:
                raise UserError("series.already", name=event.name)
            new = rules.proposed(event, typed, until, times, now)
            await series.drop_proposals(conn, now - PROPOSAL_VALID)
            new = replace(new, id=await series.add(conn, new))
        return _outlook(event, new)

    async def confirm(self, guild_id: int, series_id: int) -> Outlook:
        """Begin the series that was proposed.

        Raises UserError when that was done, given up or is a day old, or when the event has
        changed since.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            found = await series.lock(conn, series_id)
            if (
                found is None
                or found.guild_id != guild_id
                or found.state != "proposed"
                or found.made_at + PROPOSAL_VALID < now
            ):
                raise UserError("change.no_draft")
            event = await events.lock(conn, found.event_id)
            if event is None:
                raise UserError("event.unknown")
            if await series.running_of(conn, event.id) is not None:
                raise UserError("series.already", name=event.name)
            if event.revision != found.revision or event.is_over(now):
                raise UserError("change.outdated", name=event.name)
            begun = replace(found, state="running")
            await series.save(conn, begun)
            first = Occurrence(begun.id, begun.number, event.id, begun.slot_at)
            await series.note(conn, [first])
        self._timetable.wake()
        return _outlook(event, begun)

    async def discard(self, guild_id: int, series_id: int) -> None:
        async with self._database.begin() as conn:
            found = await series.lock(conn, series_id)
            if found is not None and found.guild_id == guild_id:
                await series.remove(conn, series_id)

    async def of_event(self, event: Event) -> Outlook:
        """The series that goes on with the event. Raises UserError when it is in none."""
        async with self._database.read() as conn:
            occurrence = await series.running_of(conn, event.id)
            found = None if occurrence is None else await series.get(conn, occurrence.series_id)
        if found is None:
            raise UserError("series.none", name=event.name)
        return _outlook(event, found)

    async def stop(self, event: Event) -> None:
        """Make no more of the event's series; what is made stays. Raises UserError as above."""
        async with self._database.begin() as conn:
            occurrence = await series.running_of(conn, event.id)
            found = None if occurrence is None else await series.lock(conn, occurrence.series_id)
            if found is None or found.state != "running":
                raise UserError("series.none", name=event.name)
            await series.save(conn, replace(found, state="ended"))


def _outlook(event: Event, known: Series) -> Outlook:
    return Outlook(event, known, rules.following(known, known.number, known.slot_at, SHOWN))
