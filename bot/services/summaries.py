"""What a tweetup came to, for organisers: when they ask, and a word once the answers are in."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.meeting import ASKED_UNTIL, morning_after, to_ask
from bot.domain.notices import notice
from bot.domain.summary import EARLIER, Compared, is_worth_telling, summary
from bot.errors import UserError
from bot.ports import Clock
from bot.services import turnout_loading
from bot.services.counting import counts_of
from bot.services.deliver import Deliver
from db import attendance, deliveries, doors, events, introductions, organisers, summary_turns
from db.engine import Database

log = structlog.get_logger(__name__)

DAY = timedelta(days=1)
# After a longer pause of the bot's nobody waits for it any more.
TOLD_UNTIL = timedelta(days=14)


class Summaries:
    pending = events.ANY_PAST

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def usual(self, guild_id: int) -> str | None:
        """The tweetup that is meant where none is named: the last that took place."""
        async with self._database.read() as conn:
            over = await _over(conn, guild_id, self._clock.now())
        return str(over[-1].id) if over else None

    async def of_event(self, event: Event) -> Compared:
        """Raises UserError while it is not over, and where there is nothing to tell of."""
        now = self._clock.now()
        if event.state == "cancelled":
            raise UserError("event.cancelled", name=event.name)
        if not event.is_over(now):
            raise UserError("summary.too_early", name=event.name)
        async with self._database.read() as conn:
            found = summary(event, await counts_of(conn, event, now))
            if not is_worth_telling(found):
                raise UserError("summary.nothing", name=event.name)
            before = [
                each
                for each in await _over(conn, event.guild_id, now)
                if each.starts_at < event.starts_at
            ]
            earlier = [
                summary(each, await counts_of(conn, each, now)) for each in before[-EARLIER:]
            ]
            went = await turnout_loading.earlier(conn, event, now)
            past = await turnout_loading.past(conn, event)
            own = [] if past is None else [(event, past)]
            checked = await turnout_loading.checked(conn, [*went, *own])
        return Compared(found, tuple(each for each in earlier if is_worth_telling(each)), checked)

    async def run_due(self) -> None:
        """Tell organisers of the tweetups whose answers are in, and look at the others later."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = [event for event, at in await _pending(conn, now) if at <= now]
        for event in due:
            async with self._database.begin() as conn:
                if await events.lock(conn, event.id) != event:
                    continue
                await self._look(conn, event, now)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return min((at for _, at in await _pending(conn, self._clock.now())), default=None)

    async def _look(self, conn: AsyncConnection, event: Event, now: datetime) -> None:
        last = morning_after(event) + ASKED_UNTIL
        if now < last and await _answers_are_missing(conn, event):
            days = (now - morning_after(event)) // DAY + 1
            await summary_turns.save(conn, event.id, morning_after(event) + days * DAY)
            return
        await summary_turns.save(conn, event.id, None)
        if is_worth_telling(summary(event, await counts_of(conn, event, now))):
            for organiser_id in await organisers.by_name(conn, event):
                await deliveries.add(conn, _notice(event, organiser_id), now)
            log.info("summary ready", event_id=event.id)


async def _pending(conn: AsyncConnection, now: datetime) -> list[tuple[Event, datetime]]:
    """The tweetups whose organisers are still to be told, and when to look at them: first on the
    day after people were asked whether they met."""
    over = await events.ended_between(conn, now - TOLD_UNTIL, now)
    turns = await summary_turns.of_events(conn, [event.id for event in over])
    found = [(event, turns.get(event.id, morning_after(event) + DAY)) for event in over]
    return [(event, at) for event, at in found if at is not None]


async def _answers_are_missing(conn: AsyncConnection, event: Event) -> bool:
    came = None
    if await doors.get(conn, event.id) is not None:
        came = {each.member_id for each in await attendance.of_event(conn, event.id)}
    made = await introductions.of_event(conn, event.id)
    return any(each.state == "made" and to_ask(each, came) for each in made)


async def _over(conn: AsyncConnection, guild_id: int, now: datetime) -> list[Event]:
    """The tweetups of a guild that took place, earliest first."""
    known = await events.of_guild(conn, guild_id)
    return [each for each in known if each.state == "planned" and each.is_over(now)]


def _notice(event: Event, organiser_id: int) -> NewDelivery:
    return notice(event, organiser_id, "summary", once=f"summary:{event.id}:{organiser_id}")
