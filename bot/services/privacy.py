"""What is known of a member: asked, shown, and forgotten on their word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.door import Attendance
from bot.domain.drafts import Draft
from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.members import AccountLink, Consents, Given
from bot.domain.rsvp import Rsvp
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.network_loading import redraw
from bot.services.personal_duties import export_all, forget_all
from bot.services.timetable import Timetable
from bot.services.withdraw import unname, withdraw_introductions
from db import (
    account_links,
    answers,
    attendance,
    blocks,
    calendar_feeds,
    confirmations,
    deliveries,
    drafts,
    events,
    introductions,
    members,
    organisers,
    people,
    personal,
    recognition,
    reports,
    rsvps,
    snoozes,
)
from db.engine import Database


@dataclass(frozen=True, slots=True)
class KnownIntroduction:
    """An introduction as one of its members may see it.

    `own` is what they themselves said of it, never what the others did. `others` are the handles
    of whom they met, by member, and `shared` those of people whom both talked with; nobody is
    named once the introduction is withdrawn, for it may have been before they heard of it.
    """

    event: Event
    made: MadeIntroduction
    own: IntroducedMember
    others: Mapping[int, str | None]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything stored of a member in one guild.

    `organises` are events they are named for, `confirmed` those they said they still come to,
    `snoozed` those they want to be reminded of again, and when; `calendar` tells whether they
    have an address to find theirs at. `answered` are organisers' questions as they are asked, and
    what they said to them. `vouched_for` counts members whose X account they vouched for.
    `found_by` is how others can find them, `reports` what they quietly told organisers of
    introductions, `blocked` how many people they want to be kept apart from. `checked_in` is how
    many others they checked in at the door, `messages` how many messages to them are noted,
    `posts` how many of theirs on X are stored.
    """

    consents: Consents
    link: AccountLink | None
    rsvps: tuple[tuple[Event, Rsvp], ...]
    introductions: tuple[KnownIntroduction, ...]
    organises: tuple[Event, ...] = ()
    draft: Draft | None = None
    confirmed: frozenset[int] = frozenset()
    snoozed: tuple[tuple[int, datetime], ...] = ()
    came: tuple[tuple[Event, Attendance], ...] = ()
    late: tuple[Event, ...] = ()
    calendar: bool = False
    answered: tuple[tuple[Event, str, str], ...] = ()
    vouched_for: int = 0
    found_by: tuple[tuple[Event, str], ...] = ()
    reports: tuple[tuple[Event, str], ...] = ()
    blocked: int = 0
    set_up: tuple[Event, ...] = ()
    checked_in: int = 0
    messages: int = 0
    posts: int = 0


@dataclass(frozen=True, slots=True)
class TakenAway:
    """A member's own copy of everything: `rows` as they are stored, by section."""

    at: datetime
    known: Known
    events: tuple[Event, ...]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


class Privacy:
    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable

    async def is_known(self, guild_id: int, member_id: int) -> bool:
        """Whether somebody has had to do with the bot in that guild."""
        async with self._database.read() as conn:
            return await members.is_known(conn, guild_id, member_id)

    async def consent(
        self,
        guild_id: int,
        member_id: int,
        **given: Unpack[Given],
    ) -> Consents:
        """Note what a member agrees to or no longer does; None leaves a consent as it is.

        Who no longer wants introductions also loses those before events still to come, and who
        wants them now is considered at once; cards show or leave out a name at once, and so do
        pictures that are shown.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await members.set_consents(conn, guild_id, member_id, **given)
            if given.get("listed") is not None:
                for event_id, _ in await rsvps.of_member(conn, guild_id, member_id):
                    await deliveries.rearm(conn, f"card:{event_id}", now)
            if given.get("drawn") is False:
                await redraw(conn, now, guild_id)
            if given.get("listed") is False:
                await unname(conn, guild_id, member_id, now)
            if given.get("introductions") is False:
                await withdraw_introductions(conn, guild_id, member_id, now)
            consents = await members.consents(conn, guild_id, member_id)
        self._deliver.wake()
        self._timetable.wake()
        return consents

    async def link(self, guild_id: int, member_id: int) -> AccountLink | None:
        """The X account a member says is theirs."""
        async with self._database.read() as conn:
            return await account_links.get(conn, guild_id, member_id)

    async def known(self, guild_id: int, member_id: int) -> Known:
        async with self._database.read() as conn:
            here = {event.id: event for event in await events.of_guild(conn, guild_id)}
            given = await rsvps.of_member(conn, guild_id, member_id)
            organises = await organisers.named_for(conn, guild_id, member_id)
            came, late = await attendance.of_member(conn, guild_id, member_id)
            link = await account_links.get(conn, guild_id, member_id)
            who = _subject(guild_id, member_id, link)
            return Known(
                consents=await members.consents(conn, guild_id, member_id),
                link=link,
                rsvps=tuple((here[event_id], rsvp) for event_id, rsvp in given),
                introductions=await _introductions(conn, guild_id, member_id, here),
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
                set_up=tuple(e for e in here.values() if e.organiser_id == member_id),
                checked_in=await personal.count(conn, "checked_in_others", who),
                messages=await personal.count(conn, "messages", who),
                posts=await personal.count(conn, "x_posts", who),
                found_by=tuple(
                    (here[event_id], words)
                    for event_id, words in (
                        await recognition.of_member(conn, guild_id, member_id)
                    ).items()
                ),
                reports=tuple(
                    (here[each.event_id], each.words)
                    for each in await reports.of_member(conn, guild_id, member_id)
                ),
                blocked=await blocks.of_member(conn, guild_id, member_id),
            )

    async def take_away(self, guild_id: int, member_id: int) -> TakenAway:
        known = await self.known(guild_id, member_id)
        async with self._database.read() as conn:
            who = _subject(guild_id, member_id, known.link)
            rows = await export_all(conn, who)
            named = {row.get("event_id") for each in rows.values() for row in each}
            here = await events.of_guild(conn, guild_id)
        about = tuple(event for event in here if event.id in named)
        return TakenAway(self._clock.now(), known, about, rows)

    async def forget(self, guild_id: int, member_id: int) -> None:
        """Erase a member, by every duty there is (see `personal_duties`).

        Their places go to those who wait. What they posted on X stays in the feed, unlinked,
        as long as it stands on X and its tweetups are kept.
        """
        async with self._database.begin() as conn:
            link = await account_links.get(conn, guild_id, member_id)
            await forget_all(conn, _subject(guild_id, member_id, link), self._clock.now())
        self._deliver.wake()
        self._timetable.wake()


def _subject(guild_id: int, member_id: int, link: AccountLink | None) -> personal.Subject:
    proved = link is not None and link.proved_at is not None
    return personal.Subject(guild_id, member_id, link.person_id if link and proved else None)


async def _introductions(
    conn: AsyncConnection, guild_id: int, member_id: int, here: Mapping[int, Event]
) -> tuple[KnownIntroduction, ...]:
    found = []
    for made in await introductions.of_member(conn, guild_id, member_id):
        own = next(each for each in made.members if each.member_id == member_id)
        others = [each for each in made.members if each is not own and made.state == "made"]
        shared = made.shared if made.state == "made" else ()
        told = await people.get_many(conn, {each.person_id for each in others} | set(shared))
        handles = {person_id: person.handle for person_id, person in told.items()}
        found.append(
            KnownIntroduction(
                here[made.event_id],
                made,
                own,
                {each.member_id: handles.get(each.person_id) for each in others},
                tuple(handles[person_id] for person_id in shared if person_id in handles),
            )
        )
    return tuple(found)
