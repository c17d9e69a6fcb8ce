"""Tweetups in people's own calendars: a file per event, and an address per member."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.rsvp import Status
from bot.errors import UserError
from bot.ports import Clock
from bot.services import ics
from bot.services.door import event_in
from bot.services.ics import Certainty
from bot.texts import speaking
from db import calendar_feeds, events, languages, rsvps
from db.engine import Database

# 128 bits: nobody finds an address by trying.
_TOKEN_BYTES = 16
_SHOWN: dict[Status, Certainty] = {"going": "CONFIRMED", "waitlisted": "TENTATIVE"}


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`content` is the iCalendar file, `google` opens Google Calendar with the same."""

    event: Event
    content: bytes
    google: str


class Calendars:
    """`public_url` is where the bot's own pages are found, without a stroke at the end."""

    def __init__(self, database: Database, clock: Clock, public_url: str | None) -> None:
        self._database = database
        self._clock = clock
        self._public_url = public_url

    async def file(self, guild_id: int, event_id: int) -> CalendarFile:
        """Raises UserError unless that is an event of this guild."""
        async with self._database.read() as conn:
            event = await event_in(conn, guild_id, event_id)
        content = ics.one_event(event, self._clock.now())
        return CalendarFile(event, content, ics.google_address(event))

    async def address(self, guild_id: int, member_id: int) -> str:
        """Where a member's calendar is found; made when it is asked for first.

        Raises UserError where the bot has no pages of its own.
        """
        async with self._database.begin() as conn:
            return await self._address(conn, guild_id, member_id)

    async def renew(self, guild_id: int, member_id: int) -> str:
        """A new address in the place of the old one, which leads nowhere from now on."""
        async with self._database.begin() as conn:
            await calendar_feeds.remove(conn, guild_id, member_id)
            return await self._address(conn, guild_id, member_id)

    async def revoke(self, guild_id: int, member_id: int) -> None:
        """Let the member's calendar be found nowhere."""
        async with self._database.begin() as conn:
            await calendar_feeds.remove(conn, guild_id, member_id)

    async def feed(self, token: str) -> bytes | None:
        """The calendar at that address: what its member goes to or waits for, in their language."""
        async with self._database.read() as conn:
            owner = await calendar_feeds.owner(conn, token)
            if owner is None:
                return None
            shown: list[tuple[Event, Certainty]] = []
            for event_id, rsvp in await rsvps.of_member(conn, *owner):
                event = await events.get(conn, event_id)
                if event is not None and (certainty := _SHOWN.get(rsvp.status)):
                    shown.append((event, certainty))
            locale = await languages.get(conn, *owner)
        with speaking(locale) if locale else nullcontext():
            return ics.feed(shown, self._clock.now())

    async def _address(self, conn: AsyncConnection, guild_id: int, member_id: int) -> str:
        if self._public_url is None:
            raise UserError("calendar.no_address")
        await calendar_feeds.add(conn, guild_id, member_id, secrets.token_hex(_TOKEN_BYTES))
        token = await calendar_feeds.token(conn, guild_id, member_id)
        return f"{self._public_url}/calendar/{token}.ics"
