"""What organisers set for an event's answers, and what they decide on requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.domain.announcements import PlaceNews
from bot.domain.events import Event
from bot.domain.roster import Roster
from bot.domain.rsvp import GUESTS_LIMIT, OFFER_HOURS_LIMIT, Rsvp, RsvpSettings, Status
from bot.domain.when import parse_when, zone_named
from bot.errors import UserError
from bot.ports import Clock
from bot.services import roster as rosters
from bot.services.deliver import Deliver
from bot.services.rsvp import open_event
from bot.services.timetable import Timetable
from db import deliveries, members, rsvp_settings, rsvps
from db.engine import Database

_NEWS: dict[Status, PlaceNews] = {"going": "approved", "waitlisted": "queued"}


class RsvpControl:
    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable

    async def settings(self, event: Event) -> RsvpSettings:
        async with self._database.read() as conn:
            return await rsvp_settings.get(conn, event.id)

    def deadline(self, event: Event, typed: str) -> datetime:
        """What an organiser typed, by the event's clock. Raises UserError unless it can be."""
        at = parse_when(typed, zone_named(event.zone), self._clock.now())
        if at > event.starts_at:
            raise UserError("rsvp.deadline_late", name=event.name)
        return at

    async def change(
        self, event: Event, change: Callable[[RsvpSettings], RsvpSettings]
    ) -> RsvpSettings:
        """Change the settings; who is going gets the role they are to have, and loses another.

        Raises UserError when the event is over or a number cannot be.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, event.guild_id, event.id, now)
            before = await rsvp_settings.get(conn, event.id)
            after = change(before)
            if not 0 <= after.guests <= GUESTS_LIMIT:
                raise UserError("rsvp.guests", limit=GUESTS_LIMIT)
            if not 0 <= after.offer_hours <= OFFER_HOURS_LIMIT:
                raise UserError("rsvp.offer_hours", limit=OFFER_HOURS_LIMIT)
            await rsvp_settings.save(conn, event.id, after)
            if before.attendee_role != after.attendee_role:
                for rsvp in await rsvps.of_event(conn, event.id):
                    if rsvp.status == "going":
                        show = partial(rosters.show_role, conn, event, rsvp.member_id)
                        await show(before.attendee_role, now, has=False)
                        await show(after.attendee_role, now, has=True)
            await deliveries.rearm(conn, f"card:{event.id}", now)
        self._deliver.wake()
        self._timetable.wake()
        return after

    async def roster(self, event: Event) -> Roster:
        """All answers, for organisers: requests, and notes. Raises UserError where it is off."""
        if event.state == "cancelled":
            raise UserError("event.cancelled", name=event.name)
        async with self._database.read() as conn:
            return await rosters.load(conn, event)

    async def decide(self, event: Event, member_id: int, *, approve: bool) -> Rsvp:
        """Answer a request; the member is told. Raises UserError when there is none any more."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await open_event(conn, event.guild_id, event.id, now)
            roster = await rosters.load(conn, event)
            own = roster.decide(member_id, now, approve=approve)
            await rosters.store(conn, roster, now)
            about = _NEWS.get(own.status, "refused")
            agreed = await members.written_to(conn, event.guild_id, [member_id])
            direct = member_id in agreed
            new = rosters.news(event, own, "promotion", direct=direct, about=about)
            await deliveries.add(conn, new, now)
        self._deliver.wake()
        self._timetable.wake()
        return own
