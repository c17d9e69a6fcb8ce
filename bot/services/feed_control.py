"""What organisers see of a feed, and what they can do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.choosing import named, nearest_first, next_event
from bot.domain.events import TRACKED_AFTER, Event
from bot.domain.feed import SourceKind
from bot.domain.posts import Gap, normalise_hashtag
from bot.domain.quiet import QuietHours, quiet_hours, quiet_until
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.reading import Reading
from bot.services.timetable import Timetable
from db import events, feed, feed_settings, gaps, reader, removals
from db.engine import Database
from db.reader import Refusal


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """How a feed stands. `last_post` is when the newest one was made, and when it was seen;
    `quiet_until` is set during quiet hours; `counts` are posts by what became of them,
    `counts_today` those made today; `removed` is how many left because they are gone from X, in
    all and today."""

    event: Event
    source: SourceKind | None
    stopped: bool
    refusal: Refusal | None
    read_until: datetime
    last_post: tuple[datetime, datetime] | None
    gaps: tuple[Gap, ...]
    today: int
    counts: Mapping[str, int]
    counts_today: Mapping[str, int]
    removed: tuple[int, int]
    paused: bool
    quiet: QuietHours | None
    quiet_until: datetime | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """`waiting` posts go out now, or at `quiet_until`; X is asked again where it was `stopped`."""

    waiting: int
    was_paused: bool
    was_stopped: bool
    quiet_until: datetime | None


class FeedControl:
    """Organisers' commands. The source is one for the whole process, everything else per event."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        deliver: Deliver,
        reading: Reading,
        timetable: Timetable,
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._reading = reading
        self._timetable = timetable

    async def events(
        self, guild_id: int, typed: str = "", *, archived: bool = False
    ) -> list[Event]:
        """The guild's tweetups that fit what is being typed, the next one first."""
        found = await self._known(guild_id, archived=archived)
        return named(nearest_first(found, self._clock.now()), typed)

    async def choose(self, guild_id: int, typed: str | None, *, archived: bool = False) -> Event:
        """The tweetup of that id or name, otherwise the guild's next.

        Those that are put away count among each other only. Raises UserError when there is none,
        or more than one is meant.
        """
        known = await self._known(guild_id, archived=archived)
        if typed is None:
            found = next_event(known, self._clock.now())
            if found is None:
                raise UserError("feed.no_event")
            return found
        fitting = [each for each in known if str(each.id) == typed] or named(known, typed)
        if len(fitting) != 1:
            raise UserError("feed.which_event" if fitting else "feed.unknown_event", found=typed)
        return fitting[0]

    async def event(self, guild_id: int, event_id: int) -> Event:
        """The tweetup that a button was made for. Raises UserError when the guild has it no more.

        What is typed may be a name; a number in a button never is one.
        """
        found = await self._known(guild_id, archived=False)
        for each in found:
            if each.id == event_id:
                return each
        raise UserError("event.unknown")

    async def _known(self, guild_id: int, *, archived: bool) -> list[Event]:
        async with self._database.read() as conn:
            found = await events.of_guild(conn, guild_id)
        return [event for event in found if event.archived is archived]

    async def status(self, event: Event) -> FeedStatus:
        now = self._clock.now()
        zone = ZoneInfo(event.zone)
        midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
        async with self._database.read() as conn:
            settings = await feed_settings.get(conn, event.id)
            quiet = _quiet(settings.quiet, event)
            hashtag = normalise_hashtag(event.hashtag) or ""
            return FeedStatus(
                event=event,
                source=self._reading.kind,
                stopped=self._reading.stopped,
                refusal=await reader.last_refusal(conn),
                read_until=event.ends_at + TRACKED_AFTER,
                last_post=await feed.last_seen(conn, event.id),
                gaps=tuple(await gaps.of_hashtag(conn, hashtag, event.created_at)),
                today=await feed.count_since(conn, event.id, midnight),
                counts=await feed.counts(conn, event.id),
                counts_today=await feed.counts(conn, event.id, midnight),
                removed=await removals.count(conn, event.id, midnight),
                paused=settings.paused,
                quiet=quiet,
                quiet_until=None if quiet is None else quiet_until(quiet, now),
            )

    async def pause(self, event: Event) -> None:
        """Keep what comes from now on until the feed is resumed; reading goes on."""
        async with self._database.begin() as conn:
            await feed_settings.pause(conn, event.id, paused=True)

    async def resume(self, event: Event) -> Resumed:
        """Mirror what waits, in its order, and read X again where that has stopped."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            before = await feed_settings.get(conn, event.id)
            await feed_settings.pause(conn, event.id, paused=False)
            waiting = (await feed.counts(conn, event.id)).get("waiting", 0)
        self._wake()
        quiet = _quiet(before.quiet, event)
        return Resumed(
            waiting,
            before.paused,
            await self._reading.resume(),
            None if quiet is None else quiet_until(quiet, now),
        )

    async def set_quiet(self, event: Event, start: time, end: time) -> QuietHours:
        """Raises UserError when they would last all day."""
        quiet = quiet_hours(start, end, event.zone)
        await self._set_quiet(event, (start, end))
        return quiet

    async def end_quiet(self, event: Event) -> None:
        """Have no quiet hours any more."""
        await self._set_quiet(event, None)

    async def _set_quiet(self, event: Event, quiet: tuple[time, time] | None) -> None:
        async with self._database.begin() as conn:
            await feed_settings.set_quiet(conn, event.id, quiet)
        self._wake()

    def _wake(self) -> None:
        """What was held back may go now: posts that wait, and a digest."""
        self._deliver.wake()
        self._timetable.wake()

    async def switch(self, kind: SourceKind) -> None:
        await self._reading.switch(kind)


def _quiet(quiet: tuple[time, time] | None, event: Event) -> QuietHours | None:
    return None if quiet is None else QuietHours(*quiet, event.zone)
