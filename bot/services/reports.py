"""A bad experience with an introduction, quietly told to the organisers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import QuietReport
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.meeting import Report, checked_report
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.introduction_loading import report
from bot.services.meeting import standing
from db import blocks, deliveries, organisers, reports
from db.engine import Database


class Reports:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def check(self, introduction_id: int, member_id: int) -> None:
        """Raises UserError for somebody else's introduction."""
        async with self._database.read() as conn:
            await standing(conn, introduction_id, member_id, withdrawn=True)

    async def tell(self, introduction_id: int, member_id: int, typed: str, *, apart: bool) -> Event:
        """Tell the organisers; those it is about never learn of it. Also of one taken back.

        `apart`: they are never to be introduced to each other again. Raises UserError for somebody
        else's introduction, for too many words, and where every organiser is one of those it is
        about: then nothing is kept.
        """
        words, now = checked_report(typed), self._clock.now()
        async with self._database.begin() as conn:
            made, event, _ = await standing(conn, introduction_id, member_id, withdrawn=True)
            told = await _organisers(conn, event, made)
            if not told:
                raise UserError("introduction.nobody_to_tell", name=event.name)
            told_of = Report(made.guild_id, event.id, made.id, member_id, words, now)
            await _send(conn, await reports.add(conn, told_of), event, told, now)
            for other in made.member_ids if apart else ():
                if other != member_id:
                    await blocks.add(conn, made.guild_id, member_id, other, now)
        self._deliver.wake()
        return event

    async def shown(self, report_id: int, member_id: int) -> QuietReport | None:
        """None when it was forgotten meanwhile. Raises UserError for who was not told of it."""
        async with self._database.read() as conn:
            if await deliveries.of_key(conn, _key(report_id, member_id)) is None:
                raise UserError("notice.not_yours")
            return await report(conn, report_id)


async def _organisers(conn: AsyncConnection, event: Event, made: MadeIntroduction) -> list[int]:
    """Who looks after an event by name, but for those whom it is about."""
    found = await organisers.by_name(conn, event)
    return [each for each in found if each not in made.member_ids]


async def _send(
    conn: AsyncConnection, report_id: int, event: Event, told: list[int], now: datetime
) -> None:
    for organiser_id in told:
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="report",
                member_id=organiser_id,
                about={"report": report_id},
                key=_key(report_id, organiser_id),
            ),
            now,
        )


def _key(report_id: int, organiser_id: int) -> str:
    """Of the delivery by which an organiser is told."""
    return f"report:{report_id}:{organiser_id}"
