"""Who leaves the guild frees their place.

Discord tells a bot of that at once only with a privileged intent, which the bot does without. So
it looks itself: at its start, and then every hour.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import structlog

from bot.alarm import Alarm
from bot.domain.rsvp import Rsvp
from bot.errors import TryLater
from bot.ports import Clock, Presence
from bot.services import roster as rosters
from bot.services.deliver import Deliver
from bot.services.timetable import Timetable
from db import events, rsvps
from db.engine import Database

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)


class Leavers:
    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable
        self._alarm = Alarm(clock)

    def wake(self) -> None:
        """There may be guilds it has not looked at."""
        self._alarm.ring()

    async def run(self, presence: Presence) -> None:
        """Look for ever."""
        while True:
            await self.look(presence)
            await self._alarm.wait(EVERY.total_seconds())

    async def look(self, presence: Presence) -> None:
        """Release the places, kept or waited for, of those who have left, at events to come."""
        async with self._database.read() as conn:
            upcoming = await events.upcoming(conn, self._clock.now())
        for event in upcoming:
            # Others serve the others; and of these, perhaps some that were its own just now.
            if not self._deliver.owns(event.guild_id):
                continue
            async with self._database.read() as conn:
                coming = {r.member_id: r for r in await rsvps.of_event(conn, event.id) if r.coming}
            try:
                gone = await presence.gone(event.guild_id, coming)
            except TryLater as error:
                log.warning("could not look for members", guild=event.guild_id, why=error.detail)
                continue
            if gone:
                await self.release(event.id, [coming[member_id] for member_id in gone])

    async def release(self, event_id: int, left: Collection[Rsvp]) -> None:
        """Release the places of those who stand as they did when they were looked for; who answered
        since is there again."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await events.lock(conn, event_id)
            if event is None:
                return
            roster = await rosters.load(conn, event)
            for member_id in sorted(o.member_id for o in left if roster.get(o.member_id) == o):
                roster.leave(member_id, now)
            await rosters.store(conn, roster, now)
        log.info("members left", event_id=event_id, how_many=len(left))
        self._deliver.wake()
        self._timetable.wake()
