"""Tweet chats run by themselves: each question at its time, once, and a word at the end."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ANSWERED_FOR
from bot.domain.deliveries import DeliveryKind, NewDelivery
from bot.domain.events import Event
from bot.ports import Clock
from bot.services.chat_loading import chat_of
from bot.services.deliver import Deliver
from db import chats, deliveries
from db.engine import Database

log = structlog.get_logger(__name__)


class Chats:
    pending = chats.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Ask what is due, and end what is over.

        A question that comes late is still asked while its chat is on, and skipped after that.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            due = await chats.due(conn, now)
            for chat_id, number in due:
                await self._take_up(conn, chat_id, number, now)
            over = await chats.over(conn, now)
            for chat_id in over:
                await self._end(conn, chat_id, now)
        if due or over:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return await chats.next_due(conn)

    async def _take_up(
        self, conn: AsyncConnection, chat_id: int, number: int, now: datetime
    ) -> None:
        chat, event = await chat_of(conn, chat_id)
        if chat is None or event is None:
            return
        late = now >= chat.ends_at
        if not await chats.settle(conn, chat.id, number, "skipped" if late else "asked"):
            return
        if late:
            log.warning("question skipped", chat=chat.id, number=number)
            return
        question_id = await deliveries.add(
            conn, _delivery("chat_question", event, chat_id, number), now
        )
        thread = _delivery("chat_thread", event, chat_id, number, inside_id=question_id)
        thread_id = await deliveries.add(conn, thread, now)
        if thread_id is not None:
            await chats.opens(conn, chat_id, number, thread_id)

    async def _end(self, conn: AsyncConnection, chat_id: int, now: datetime) -> None:
        chat, event = await chat_of(conn, chat_id)
        if chat is None or event is None or not await chats.close(conn, chat_id):
            return
        if now < chat.ends_at + ANSWERED_FOR:
            await deliveries.add(conn, _delivery("chat_end", event, chat_id), now)


def _delivery(
    kind: DeliveryKind,
    event: Event,
    chat_id: int,
    number: int | None = None,
    inside_id: int | None = None,
) -> NewDelivery:
    about = {"chat": chat_id} if number is None else {"chat": chat_id, "number": number}
    return NewDelivery(
        guild_id=event.guild_id,
        event_id=event.id,
        kind=kind,
        channel_id=event.channel_id if inside_id is None else None,
        inside_id=inside_id,
        about=about,
        key=":".join(map(str, (kind, *about.values()))),
    )
