"""What is known of a member: asked, shown, and forgotten on their word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from bot.domain.door import Attendance
from bot.domain.drafts import Draft
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.members import AccountLink, Consents, Given
from bot.domain.rsvp import Rsvp
from bot.ports import Clock
from bot.services import roster as rosters
from bot.services.deliver import Deliver
from bot.services.introduce import withdraw_introductions
from bot.services.timetable import Timetable
from db import (
    account_links,
    answers,
    attendance,
    calendar_feeds,
    confirmations,
    deliveries,
    drafts,
    events,
    introductions,
    members,
    organisers,
    rsvps,
    snoozes,
)
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Known:
    """Everything stored of a member in one guild.

    `organises` are events they are named for, `confirmed` those they said they still come to,
    `snoozed` those they want to be reminded of again, and when; `calendar` tells whether they
    have an address to find theirs at. `answered` are organisers' questions as they are asked, and
    what they said to them. `vouched_for` counts members whose X account they vouched for.
    """

    consents: Consents
    link: AccountLink | None
    rsvps: tuple[tuple[Event, Rsvp], ...]
    introductions: tuple[MadeIntroduction, ...]
    organises: tuple[Event, ...] = ()
    draft: Draft | None = None
    confirmed: frozenset[int] = frozenset()
    snoozed: tuple[tuple[int, datetime], ...] = ()
    came: tuple[tuple[Event, Attendance], ...] = ()
    late: tuple[Event, ...] = ()
    calendar: bool = False
    answered: tuple[tuple[Event, str, str], ...] = ()
    vouched_for: int = 0


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
        **given: Unpack[Given],
    ) -> Consents:
        """Note what a member agrees to or no longer does; None leaves a consent as it is.

        Who no longer wants introductions also loses those before events still to come; cards
        show or leave out a name at once.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await members.set_consents(conn, guild_id, member_id, **given)
            if given.get("listed") is not None:
                for event_id, _ in await rsvps.of_member(conn, guild_id, member_id):
                    await deliveries.rearm(conn, f"card:{event_id}", now)
            if given.get("introductions") is False:
                await withdraw_introductions(conn, guild_id, member_id, now)
            consents = await members.consents(conn, guild_id, member_id)
        self._deliver.wake()
        return consents

    async def known(self, guild_id: int, member_id: int) -> Known:
        async with self._database.read() as conn:
            here = {event.id: event for event in await events.of_guild(conn, guild_id)}
            given = await rsvps.of_member(conn, guild_id, member_id)
            organises = await organisers.named_for(conn, guild_id, member_id)
            came, late = await attendance.of_member(conn, guild_id, member_id)
            return Known(
                consents=await members.consents(conn, guild_id, member_id),
                link=await account_links.get(conn, guild_id, member_id),
                rsvps=tuple((here[event_id], rsvp) for event_id, rsvp in given),
                introductions=tuple(await introductions.of_member(conn, guild_id, member_id)),
                organises=tuple(here[event_id] for event_id in organises),
                draft=await drafts.of_member(conn, guild_id, member_id, self._clock.now()),
                confirmed=frozenset(await confirmations.of_member(conn, guild_id, member_id)),
                snoozed=tuple(
                    (snoozed.event_id, snoozed.due_at)
                    for snoozed in await snoozes.of_member(conn, guild_id, member_id)
                ),
                came=tuple((here[each.event_id], each) for each in came),
                late=tuple(here[event_id] for event_id in late),
                calendar=await calendar_feeds.token(conn, guild_id, member_id) is not None,
                answered=tuple(
                    (here[each.event_id], each.wording, each.answer)
                    for each in await answers.of_member(conn, guild_id, member_id)
                ),
                vouched_for=await account_links.vouched_for(conn, guild_id, member_id),
            )

    async def forget(self, guild_id: int, member_id: int) -> None:
        """Erase a member: answers, also to organisers' questions, attendance, consents, account,
        introductions, what they organise as named members, what they were setting up, messages
        to them.

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
            await answers.forget(conn, guild_id, member_id)
            await attendance.forget(conn, guild_id, member_id)
            await calendar_feeds.remove(conn, guild_id, member_id)
            await introductions.forget(conn, guild_id, member_id)
            await account_links.remove(conn, guild_id, member_id)
            await account_links.forget_voucher(conn, guild_id, member_id)
            await members.forget(conn, guild_id, member_id)
            await organisers.forget(conn, guild_id, member_id)
            await drafts.forget(conn, guild_id, member_id)
            await confirmations.forget(conn, guild_id, member_id)
            await snoozes.forget(conn, guild_id, member_id)
            await deliveries.forget_member(conn, guild_id, member_id)
        self._deliver.wake()
        self._timetable.wake()
