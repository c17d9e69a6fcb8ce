"""The bot leaves a guild: nothing is done for it any more, and after a while all of its data goes.

Discord tells of it at once, unless the bot is away at that moment: so it also looks itself, at its
start and then every hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alarm import Alarm
from bot.domain.events import Event
from bot.domain.notices import notice
from bot.errors import TryLater
from bot.ports import Clock, OwnPresence
from bot.services.deliver import Deliver
from db import deliveries, departures, erasing, events, guild_data, organisers
from db.departures import DEPARTURE
from db.engine import Database

log = structlog.get_logger(__name__)

# Long enough for a mistake to be noticed.
GRACE = timedelta(days=30)
EVERY = timedelta(hours=1)
# Who organised nothing for so long is not told.
TOLD_OF = timedelta(days=365)
POSTS = 500


class Departures:
    """`on_change` is called when there may be more to do than before."""

    pending = departures.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._alarm = Alarm(clock)
        # Of which guilds something was heard since it began to look.
        self._heard: set[int] = set()
        self._in_turn = asyncio.Lock()
        self.on_change: Callable[[], None] = lambda: None

    def wake(self) -> None:
        """There may be guilds it has not looked for."""
        self._alarm.ring()

    async def run(self, presence: OwnPresence) -> None:
        """Look for ever."""
        while True:
            await self.look(presence)
            await self._alarm.wait(EVERY.total_seconds())

    async def look(self, presence: OwnPresence) -> None:
        """Find out which guilds the bot left, or came back to, while it was away.

        Of what Discord tells meanwhile it knows better than what was found before.
        """
        self._heard.clear()
        async with self._database.read() as conn:
            left = set(await departures.all_of_them(conn))
            known = await guild_data.known(conn)
        served = {guild_id for guild_id in known | left if self._deliver.owns(guild_id)}
        left &= served
        try:
            absent = await presence.absent(served)
        except TryLater as error:
            log.warning("could not look for servers", why=error.detail)
            return
        for guild_id in sorted(absent - left):
            if guild_id not in self._heard:
                await self.left(guild_id)
        for guild_id in sorted(left - absent):
            if guild_id not in self._heard:
                await self.back(guild_id)

    async def left(self, guild_id: int) -> None:
        """The bot is no longer in a guild: tell its organisers until when all of it is kept."""
        self._heard.add(guild_id)
        now = self._clock.now()
        async with self._in_turn, self._database.begin() as conn:
            there = guild_id in await guild_data.known(conn)
            if not there or not await departures.note(conn, guild_id, now):
                return
            for member_id, event in (await _organisers(conn, guild_id, now)).items():
                new = notice(
                    event,
                    member_id,
                    "departure",
                    once=f"{_keys(guild_id)}{member_id}",
                    until=int((now + GRACE).timestamp()),
                )
                await deliveries.add(conn, new, now)
        log.warning("left a server", guild=guild_id, kept_until=(now + GRACE).isoformat())
        self._deliver.wake()
        self.on_change()

    async def back(self, guild_id: int) -> None:
        """The bot is in a guild again: everything goes on."""
        self._heard.add(guild_id)
        async with self._in_turn, self._database.begin() as conn:
            if not await departures.forget(conn, guild_id):
                return
            await deliveries.forget_all(conn, _keys(guild_id))
        log.info("back in a server", guild=guild_id)
        self._deliver.wake()
        self.on_change()

    async def run_due(self) -> None:
        """Erase the first guild whose time is up, or some of its posts: others have duties too."""
        now = self._clock.now()
        async with self._database.read() as conn:
            first = await self.next_due(conn)
        if first is None or first > now:
            return
        async with self._database.begin() as conn:
            due = [g for g, at in (await departures.all_of_them(conn)).items() if at + GRACE <= now]
            if not due:
                return
            found = await guild_data.posts(conn, due[0], POSTS)
            for event_id, post_ids in found.items():
                await erasing.leave_feed(conn, event_id, post_ids)
                await erasing.erase_posts(conn, post_ids)
            if not found:
                await guild_data.erase(conn, due[0])
                await erasing.erase_loose_ends(conn, now)
                log.warning("all of a server erased", guild=due[0])

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        left = await departures.all_of_them(conn)
        return min((at + GRACE for at in left.values()), default=None)


async def _organisers(conn: AsyncConnection, guild_id: int, now: datetime) -> Mapping[int, Event]:
    """Whoever set up a tweetup or was named for one, with the latest of theirs."""
    found: dict[int, Event] = {}
    for event in await events.of_guild(conn, guild_id):
        if event.ends_at > now - TOLD_OF:
            found |= dict.fromkeys(await organisers.by_name(conn, event), event)
    return found


def _keys(guild_id: int) -> str:
    """What the keys of what is told of it begin with."""
    return f"{DEPARTURE}{guild_id}:"
