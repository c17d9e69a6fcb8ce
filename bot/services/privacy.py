"""What is known of a member: asked, shown, and forgotten on their word."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.members import AccountLink, Consents
from bot.domain.rsvp import Rsvp
from bot.ports import Clock
from bot.services import roster as rosters
from bot.services.deliver import Deliver
from bot.services.introduce import withdraw_introductions
from bot.services.timetable import Timetable
from db import account_links, deliveries, events, introductions, members, rsvps
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Known:
    """Everything stored of a member in one guild."""

    consents: Consents
    link: AccountLink | None
    rsvps: tuple[tuple[Event, Rsvp], ...]
    introductions: tuple[MadeIntroduction, ...]


class Privacy:
    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable

    async def consent(
        self,
        guild_id: int,
        member_id: int,
        *,
        introductions: bool | None = None,
        direct_reminders: bool | None = None,
        listed: bool | None = None,
    ) -> Consents:
        """Note what a member agrees to or no longer does; None leaves a consent as it is.

        Who no longer wants introductions also loses those before events still to come; cards
        show or leave out a name at once.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await members.set_consents(
                conn,
                guild_id,
                member_id,
                introductions=introductions,
                direct_reminders=direct_reminders,
                listed=listed,
            )
            if listed is not None:
                for event_id, _ in await rsvps.of_member(conn, guild_id, member_id):
                    await deliveries.rearm(conn, f"card:{event_id}", now)
            if introductions is False:
                await withdraw_introductions(conn, guild_id, member_id, now)
            consents = await members.consents(conn, guild_id, member_id)
        self._deliver.wake()
        return consents

    async def known(self, guild_id: int, member_id: int) -> Known:
        async with self._database.read() as conn:
            answers = []
            for event_id, rsvp in await rsvps.of_member(conn, guild_id, member_id):
                event = await events.get(conn, event_id)
                if event is not None:
                    answers.append((event, rsvp))
            return Known(
                await members.consents(conn, guild_id, member_id),
                await account_links.get(conn, guild_id, member_id),
                tuple(answers),
                tuple(await introductions.of_member(conn, guild_id, member_id)),
            )

    async def forget(self, guild_id: int, member_id: int) -> None:
        """Erase a member: answers, consents, account, introductions, messages to them.

        Their places go to those who wait. What they posted on X stays in the feed, unlinked,
        as long as it stands on X.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await withdraw_introductions(conn, guild_id, member_id, now)
            for event_id, _ in await rsvps.of_member(conn, guild_id, member_id):
                event = await events.lock(conn, event_id)
                if event is not None:
                    roster = await rosters.load(conn, event)
                    roster.forget(member_id, now)
                    await rosters.store(conn, roster, now)
            await introductions.forget(conn, guild_id, member_id)
            await account_links.remove(conn, guild_id, member_id)
            await members.forget(conn, guild_id, member_id)
            await deliveries.forget_member(conn, guild_id, member_id)
        self._deliver.wake()
        self._timetable.wake()
