"""What organisers are told to expect: whenever they ask, and once on the day of a tweetup."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.calibration import Checked, Foretold
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.forecast import Forecast, forecast
from bot.domain.notices import notice
from bot.domain.turnout_groups import Standing, told_at
from bot.errors import UserError
from bot.ports import Clock
from bot.services import turnout_loading as loading
from bot.services.deliver import Deliver
from db import deliveries, events, forecasts, organisers
from db.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many will come to an event: people by how they stand, guests included, and what became
    of earlier forecasts, earliest first."""

    event: Event
    forecast: Forecast
    going: int
    maybe: int
    waiting: int
    checked: tuple[Checked, ...]


class Forecasts:
    pending = events.ANY_AHEAD

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def of_event(self, event: Event) -> Outlook:
        """Raises UserError where nobody means to come, and once the event has begun."""
        now = self._clock.now()
        if event.state == "cancelled":
            raise UserError("event.cancelled", name=event.name)
        if event.starts_at <= now:
            raise UserError("forecast.begun", name=event.name)
        found = await self._outlook(event, now)
        if not found.forecast.at_most:
            raise UserError("forecast.nobody", name=event.name)
        return found

    async def run_due(self) -> None:
        """Tell organisers of every tweetup of the day what to expect, once."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = [event for event in await _pending(conn, now) if told_at(event) <= now]
        for event in due:
            found = await self._outlook(event, now)
            low, high = found.forecast.span
            out_of = found.forecast.at_most
            foretold = Foretold(event.id, event.starts_at, now, low, high, out_of)
            async with self._database.begin() as conn:
                if await events.lock(conn, event.id) != event:
                    continue
                await forecasts.save(conn, foretold)
                for organiser_id in await organisers.by_name(conn, event) if foretold.told else ():
                    await deliveries.add(conn, _notice(event, foretold, organiser_id), now)
            log.info("turnout foretold", event_id=event.id, low=low, high=high, out_of=out_of)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        pending = await _pending(conn, self._clock.now())
        return min((told_at(event).astimezone(UTC) for event in pending), default=None)

    async def _outlook(self, event: Event, now: datetime) -> Outlook:
        async with self._database.read() as conn:
            members = await loading.grouped(conn, event, now)
            went = await loading.earlier(conn, event, now)
            checked = await loading.checked(conn, went)
        sizes = {group: tuple(r.party for r in each) for group, each in members.items()}
        past = [each.outcomes for _, each in went]

        def people(standing: Standing) -> int:
            return sum(sum(each) for group, each in sizes.items() if group.standing == standing)

        found = await asyncio.to_thread(forecast, sizes, past)
        return Outlook(event, found, people("going"), people("maybe"), people("waiting"), checked)


async def _pending(conn: AsyncConnection, now: datetime) -> list[Event]:
    """The planned events still to begin of which nothing was foretold."""
    upcoming = [each for each in await events.upcoming(conn, now) if each.starts_at > now]
    return await forecasts.missing(conn, upcoming)


def _notice(event: Event, foretold: Foretold, organiser_id: int) -> NewDelivery:
    return notice(
        event,
        organiser_id,
        "forecast",
        once=f"forecast:{event.id}:{event.starts_at.timestamp():.0f}:{organiser_id}",
        low=foretold.low,
        high=foretold.high,
        out_of=foretold.out_of,
    )
