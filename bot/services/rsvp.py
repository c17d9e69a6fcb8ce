"""A tap on the event card: who comes, who waits, who moves up."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.members import AccountLink, Consents
from bot.domain.questions import Question, unanswered
from bot.domain.roster import Roster
from bot.domain.rsvp import Answer, Rsvp, RsvpSettings, checked_note
from bot.errors import UserError
from bot.ports import Clock
from bot.services import roster as rosters
from bot.services.deliver import Deliver
from bot.services.timetable import Timetable
from db import account_links, answers, events, members, questions, rounds
from db.engine import Database

# What a tap does to the answers of its event; `now` is when they are written.
Act = Callable[[Roster, datetime], object]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands with an event; `rsvp` is None before their first answer.

    `ahead` counts those before them on the waitlist, where they are on it; `closed`: it is too
    late to say yes. `questions` are the organiser's own, `answers` this member's to them.
    """

    event: Event
    rsvp: Rsvp | None
    ahead: int
    consents: Consents
    link: AccountLink | None
    settings: RsvpSettings = field(default_factory=RsvpSettings)
    closed: bool = False
    questions: tuple[Question, ...] = ()
    answers: Mapping[int, str] = field(default_factory=dict)

    @property
    def open_questions(self) -> list[Question]:
        return unanswered(self.questions, self.answers)


@dataclass(frozen=True, slots=True)
class Tap:
    """One member's act, and where its outcome is waited for."""

    guild_id: int
    event_id: int
    member_id: int
    act: Act
    outcome: asyncio.Future[Standing]


class RsvpService:
    """Taps that come while others are being written are written together, in their order.

    A thousand people who tap at once are some transactions, not a thousand.
    """

    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable
        self._taps: list[Tap] = []
        self._writer: asyncio.Task[None] | None = None

    def answer(
        self,
        guild_id: int,
        event_id: int,
        member_id: int,
        wish: Answer,
        roles: Collection[int] = (),
    ) -> asyncio.Future[Standing]:
        """Take a member's answer, who has these roles; whoever gets a place by it is told.

        Its turn is that of the call, not of the waiting for it. Waiting raises UserError when the
        event is not this guild's, was cancelled or is over, or when the answer cannot be.
        """

        def act(roster: Roster, now: datetime) -> object:
            return roster.answer(member_id, wish, now, roles)

        return self._tap(guild_id, event_id, member_id, act)

    def take(self, guild_id: int, event_id: int, member_id: int) -> asyncio.Future[Standing]:
        """Take the place that is offered. Waiting raises UserError when it no longer is."""

        def act(roster: Roster, now: datetime) -> object:
            return roster.take(member_id, now)

        return self._tap(guild_id, event_id, member_id, act)

    def bring(
        self, guild_id: int, event_id: int, member_id: int, guests: int
    ) -> asyncio.Future[Standing]:
        """Change how many guests a member brings. Waiting raises UserError when it cannot be."""

        def act(roster: Roster, now: datetime) -> object:
            return roster.bring(member_id, guests, now)

        return self._tap(guild_id, event_id, member_id, act)

    def annotate(
        self, guild_id: int, event_id: int, member_id: int, note: str
    ) -> asyncio.Future[Standing]:
        """Keep a member's note for the organisers. Raises UserError when it is too long."""
        kept = checked_note(note)

        def act(roster: Roster, _now: datetime) -> object:
            return roster.annotate(member_id, kept)

        return self._tap(guild_id, event_id, member_id, act)

    async def standing(self, guild_id: int, event_id: int, member_id: int) -> Standing:
        """How a member stands with an event, changing nothing.

        Raises UserError when the event is not this guild's.
        """
        async with self._database.read() as conn:
            event = await events.get(conn, event_id)
            if event is None or event.guild_id != guild_id:
                raise UserError("event.unknown")
            roster = await rosters.load(conn, event)
            found = await _standings(conn, roster, (member_id,), self._clock.now())
        return found[member_id]

    def _tap(
        self, guild_id: int, event_id: int, member_id: int, act: Act
    ) -> asyncio.Future[Standing]:
        outcome: asyncio.Future[Standing] = asyncio.get_running_loop().create_future()
        self._taps.append(Tap(guild_id, event_id, member_id, act, outcome))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return outcome

    async def _write(self) -> None:
        while self._taps:
            taps, self._taps = self._taps, []
            by_event: dict[tuple[int, int], list[Tap]] = {}
            for tap in taps:
                by_event.setdefault((tap.guild_id, tap.event_id), []).append(tap)
            for those in by_event.values():
                try:
                    _tell(those, await self._carry_out(those))
                except BaseException as error:  # noqa: BLE001 - nobody is left waiting for ever
                    _tell(those, [error] * len(those))

    async def _carry_out(self, taps: Sequence[Tap]) -> list[Standing | BaseException]:
        """Write an event's taps in one transaction; a refused one changes nothing."""
        now, first = self._clock.now(), taps[0]
        refused: dict[int, UserError] = {}
        async with self._database.begin() as conn:
            event = await open_event(conn, first.guild_id, first.event_id, now)
            roster = await rosters.load(conn, event)
            for number, tap in enumerate(taps):
                try:
                    tap.act(roster, now)
                except UserError as error:
                    refused[number] = error
            late = any(each.to("going") for each in roster.changes())
            late = late and await rounds.have_begun(conn, event.id)
            await rosters.store(conn, roster, now)
            standings = await _standings(conn, roster, {tap.member_id for tap in taps}, now)
        self._deliver.wake()
        if late or roster.having("offered"):
            self._timetable.wake()
        return [refused.get(number) or standings[tap.member_id] for number, tap in enumerate(taps)]


def _tell(taps: Sequence[Tap], outcomes: Sequence[Standing | BaseException]) -> None:
    for tap, outcome in zip(taps, outcomes, strict=True):
        if tap.outcome.done():
            continue  # whoever waited has given up
        if isinstance(outcome, BaseException):
            tap.outcome.set_exception(outcome)
        else:
            tap.outcome.set_result(outcome)


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


async def _standings(
    conn: AsyncConnection, roster: Roster, member_ids: Collection[int], now: datetime
) -> dict[int, Standing]:
    event = roster.event
    consents = await members.consents_of(conn, event.guild_id, member_ids)
    links = await account_links.of_members(conn, event.guild_id, member_ids)
    asked = tuple(await questions.of_event(conn, event.id))
    answered = await answers.of_members(conn, event.id, member_ids) if asked else {}
    waiting = [rsvp.turn for rsvp in roster.having("waitlisted")]
    found = {}
    for member_id in member_ids:
        own = roster.get(member_id)
        found[member_id] = Standing(
            event,
            own,
            0 if own is None else bisect_left(waiting, own.turn),
            consents.get(member_id, Consents()),
            links.get(member_id),
            roster.settings,
            roster.settings.closed(now),
            asked,
            answered.get(member_id, {}),
        )
    return found
