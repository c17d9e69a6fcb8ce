"""What organisers do with a tweet chat, and what everybody can catch up on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Chat, Gathered, Question
from bot.domain.chat_plan import ChatPlan, Typed, plan_chat
from bot.domain.events import TRACKED_AFTER, Event
from bot.errors import UserError
from bot.ports import Clock
from bot.services.chat_answers import gathered
from bot.services.deliver import Deliver
from bot.services.timetable import Timetable
from db import chat_drafts, chats, events
from db.chat_drafts import Draft
from db.engine import Database

# What was typed can be confirmed or changed for so long.
DRAFT_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was typed for an event and how it is understood; `refusal` says why it cannot be."""

    draft_id: int
    event: Event
    typed: Typed
    plan: ChatPlan | None
    refusal: UserError | None = None


@dataclass(frozen=True, slots=True)
class Recap:
    """How a chat's questions have fared; `following` is the next to be asked."""

    event: Event
    chat: Chat
    gathered: tuple[Gathered, ...]
    following: Question | None


class ChatControl:
    def __init__(
        self, database: Database, clock: Clock, timetable: Timetable, deliver: Deliver
    ) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable
        self._deliver = deliver

    async def check(self, event: Event, typed: Typed) -> None:
        """Raises UserError if there can be no such chat, whatever its questions are."""
        now = self._clock.now()
        async with self._database.read() as conn:
            await _require_room(conn, event)
        _plan(replace(typed, questions="?"), event, now, now)

    async def draft(self, event: Event, typed: Typed) -> Schedule:
        """Keep what was typed until it is confirmed, also where it cannot be yet."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            await chat_drafts.remove_old(conn, now - DRAFT_KEPT)
            draft = await chat_drafts.add(conn, event.id, typed, now)
            return await _understood(conn, draft, event, now)

    async def drafted(self, draft_id: int) -> Schedule:
        """Raises UserError when it is confirmed already, or too old."""
        async with self._database.read() as conn:
            draft, event = await _drafted(conn, draft_id)
            return await _understood(conn, draft, event, self._clock.now())

    async def confirm(self, draft_id: int) -> Schedule:
        """Make the chat that was typed, unless it cannot be any more: `refusal` says why."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            draft, event = await _drafted(conn, draft_id)
            # Two organisers may confirm two chats at once.
            await events.lock(conn, event.id)
            schedule = await _understood(conn, draft, event, now)
            if schedule.plan is None:
                return schedule
            await chats.add(conn, event.id, schedule.plan)
            await chat_drafts.remove(conn, draft_id)
        self._timetable.wake()
        return schedule

    async def latest(self, event: Event) -> Chat:
        """The event's chat that is on or to come, otherwise its last. Raises UserError."""
        async with self._database.read() as conn:
            found = await chats.latest(conn, event.id)
        if found is None:
            raise UserError("chat.none", name=event.name)
        return found

    async def to_cancel(self, event: Event) -> Chat:
        """The chat that can still be cancelled. Raises UserError when there is none such."""
        found = await self.latest(event)
        if found.state != "planned":
            raise UserError("chat.over")
        return found

    async def cancel(self, chat_id: int) -> Chat:
        """Ask no more of its questions. Raises UserError when it is over already."""
        async with self._database.begin() as conn:
            if not await chats.cancel(conn, chat_id, self._clock.now()):
                raise UserError("chat.over")
            cancelled = await chats.get(conn, chat_id)
        if cancelled is None:
            raise UserError("chat.over")
        # Answers may have waited for a question that will not be asked.
        self._deliver.wake()
        return cancelled

    async def event(self, chat_id: int) -> Event:
        """The tweetup that a chat belongs to. Raises UserError when it is known no more."""
        async with self._database.read() as conn:
            return (await _chat(conn, chat_id))[1]

    async def recap(self, guild_id: int, chat_id: int) -> Recap:
        """Raises UserError when the guild has no such chat, or no more."""
        async with self._database.read() as conn:
            chat, event = await _chat(conn, chat_id)
            if event.guild_id != guild_id:
                raise UserError("event.unknown")
            to_come = (each for each in chat.questions if each.state == "planned")
            return Recap(event, chat, await gathered(conn, chat), next(to_come, None))


async def _chat(conn: AsyncConnection, chat_id: int) -> tuple[Chat, Event]:
    chat = await chats.get(conn, chat_id)
    event = None if chat is None else await events.get(conn, chat.event_id)
    if chat is None or event is None:
        raise UserError("event.unknown")
    return chat, event


async def _drafted(conn: AsyncConnection, draft_id: int) -> tuple[Draft, Event]:
    draft = await chat_drafts.get(conn, draft_id)
    event = None if draft is None else await events.get(conn, draft.event_id)
    if draft is None or event is None:
        raise UserError("chat.draft_gone")
    return draft, event


async def _understood(conn: AsyncConnection, draft: Draft, event: Event, now: datetime) -> Schedule:
    try:
        await _require_room(conn, event)
        # As it was meant when it was typed: "tomorrow" does not move while one thinks.
        plan = _plan(draft.typed, event, draft.typed_at, now)
    except UserError as refusal:
        return Schedule(draft.id, event, draft.typed, None, refusal)
    return Schedule(draft.id, event, draft.typed, plan)


def _plan(typed: Typed, event: Event, typed_at: datetime, now: datetime) -> ChatPlan:
    plan = plan_chat(typed, ZoneInfo(event.zone), typed_at)
    if plan.starts_at <= now:
        raise UserError("chat.begun")
    if plan.ends_at > event.ends_at + TRACKED_AFTER:
        raise UserError("chat.too_late", name=event.name)
    return plan


async def _require_room(conn: AsyncConnection, event: Event) -> None:
    """An answer names a number alone, so an event has one chat at a time."""
    if event.state != "planned":
        raise UserError("event.cancelled", name=event.name)
    latest = await chats.latest(conn, event.id)
    if latest is not None and latest.state == "planned":
        raise UserError("chat.already", name=event.name)
