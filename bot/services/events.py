"""Setting up a tweetup: everything that follows from it is made in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain import introductions
from bot.domain.deliveries import NewDelivery
from bot.domain.events import TRACKED_AFTER, Event, EventDraft
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.remind import plan_reminders
from bot.services.timetable import Timetable
from db import deliveries, events, guilds, hashtags, rounds
from db.engine import Database


class Events:
    """`on_follow` is called whenever there is a new hashtag to read."""

    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable
        self.on_follow: Callable[[], None] = lambda: None

    async def zone(self, guild_id: int, default: str) -> str:
        """The time zone the guild's last tweetup was set up in, else `default`."""
        async with self._database.read() as conn:
            return await guilds.zone(conn, guild_id) or default

    async def create(self, draft: EventDraft) -> Event:
        """Make the event: its card, its scheduled event, its reminders, its tracking."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            event = await events.add(conn, draft)
            await guilds.set_zone(conn, event.guild_id, event.zone)
            await hashtags.follow(conn, event, event.ends_at + TRACKED_AFTER)
            await plan_reminders(conn, event, now)
            await rounds.plan(
                conn, event.id, introductions.rounds(event.starts_at, event.zone, now)
            )
            card = NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="card",
                channel_id=event.channel_id,
                key=f"card:{event.id}",
            )
            scheduled = NewDelivery(
                guild_id=event.guild_id,
                event_id=event.id,
                kind="scheduled_event",
                key=f"scheduled_event:{event.id}",
            )
            for new in (card, scheduled):
                await deliveries.add(conn, new, now)
        self._deliver.wake()
        self._timetable.wake()
        self.on_follow()
        return event
