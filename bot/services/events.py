"""Setting up a tweetup, and putting it away: what follows from it is in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.drafts import Draft
from bot.domain.events import Event, EventDraft
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.make_event import make_event
from bot.services.timetable import Timetable
from db import deliveries, drafts, events, guilds
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

    async def create(self, draft: EventDraft, *, of: Draft | None = None) -> Event:
        """Make the event and all it brings with it.

        What it was drafted in, `of`, goes with it; what was set for the one it is to be like is set
        for it. Raises UserError when that is gone or changed.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            if of is not None and not await drafts.remove(conn, of):
                raise UserError("draft.gone")
            like = None
            if of is not None and of.typed.like is not None:
                like = await events.get(conn, of.typed.like)
            event = await make_event(conn, draft, now, like=like)
            await guilds.set_zone(conn, event.guild_id, event.zone)
        self._deliver.wake()
        self.changed()
        return event

    def changed(self) -> None:
        """Something may be due earlier than before, and another hashtag be followed."""
        self._timetable.wake()
        self.on_follow()

    async def archive(self, event: Event, *, archived: bool) -> None:
        """Put an event away, or take it out again.

        Its card follows, and so does Discord's own list while the event is not over.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await events.archive(conn, event.id, archived=archived)
            await deliveries.rearm(conn, f"card:{event.id}", now)
            if event.ends_at > now and event.state == "planned":
                listed = f"scheduled_event:{event.id}"
                await deliveries.rearm(conn, listed, now, wanted=not archived)
        self._deliver.wake()
        self.changed()
