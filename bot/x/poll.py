"""The default source: recent search, asked again and again."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection
from datetime import datetime, timedelta

import structlog

from bot.alarm import Alarm
from bot.domain.budget import Step
from bot.domain.posts import Batch, Followed
from bot.ports import Clock, Tracking
from bot.x.backoff import Backoff
from bot.x.client import XClient
from bot.x.problems import Paused, RateLimited, XUnavailable
from bot.x.search import HashtagSearch

log = structlog.get_logger(__name__)


def interval_after(silence: timedelta, *, fastest: float, slowest: float) -> float:
    """Seconds until the next look: a tenth of the time nobody has spoken, within the bounds."""
    return min(max(silence.total_seconds() / 10, fastest), slowest)


class PollSource:
    """Searches for each followed hashtag in turn, often while people talk, seldom when not.

    `fastest` and `slowest` are seconds between two looks at the same hashtag. X's rate limit and
    failures hold back all hashtags alike, for they share it.
    """

    def __init__(
        self,
        client: XClient,
        tracking: Tracking,
        clock: Clock,
        *,
        fastest: float,
        slowest: float,
    ) -> None:
        self._client = client
        self._tracking = tracking
        self._clock = clock
        self._fastest = fastest
        self._slowest = slowest
        self._backoff = Backoff()
        self._held_until = clock.now()
        self._due: dict[str, datetime] = {}
        self._searches: dict[str, HashtagSearch] = {}
        self._alarm = Alarm(clock)
        self._ended = False

    def wake(self) -> None:
        """Look now for hashtags that are new; those known keep their time."""
        self._alarm.ring()

    def end(self) -> None:
        self._ended = True
        self._alarm.ring()

    async def batches(self) -> AsyncGenerator[Batch]:
        while not self._ended:
            followed = {item.hashtag: item for item in await self._tracking.followed()}
            self._keep(followed)
            for hashtag in self._now_due():
                for batch in await self._look(followed[hashtag]):
                    yield batch
            if not self._ended:
                await self._rest()

    def _keep(self, hashtags: Collection[str]) -> None:
        """Take on the hashtags that are new, let go of those no longer followed."""
        self._due = {tag: self._due.get(tag, self._clock.now()) for tag in hashtags}
        self._searches = {
            tag: self._searches.get(tag)
            or HashtagSearch(self._client, self._tracking, self._clock, tag)
            for tag in hashtags
        }

    def _now_due(self) -> list[str]:
        now = self._clock.now()
        return sorted(
            (tag for tag, due in self._due.items() if due <= now), key=self._due.__getitem__
        )

    async def _look(self, followed: Followed) -> tuple[Batch, ...]:
        """What is new under one hashtag; nothing while X is to be left alone."""
        if self._clock.now() < self._held_until:
            return ()
        search = self._searches[followed.hashtag]
        try:
            found = await search.read(followed)
        except Paused:
            self._look_again_after(followed.hashtag, self._slowest)
            return ()
        except (RateLimited, XUnavailable) as error:
            now = self._clock.now()
            seconds = self._backoff.after(error, now)
            self._held_until = now + timedelta(seconds=seconds)
            log.warning("search failed", reason=repr(error), again_in_seconds=seconds)
            return ()
        self._backoff.reset()
        now = self._clock.now()
        silence = now - (search.last_post_at or followed.since)
        spared = await self._client.step([followed.hashtag]) >= Step.SLOWER
        fastest = self._slowest if spared else self._fastest
        seconds = interval_after(silence, fastest=fastest, slowest=self._slowest)
        self._look_again_after(followed.hashtag, seconds)
        return found

    def _look_again_after(self, hashtag: str, seconds: float) -> None:
        self._due[hashtag] = self._clock.now() + timedelta(seconds=seconds)

    async def _rest(self) -> None:
        """Sleep until something is due or somebody wakes it, on nothing but the clock's sleep."""
        now = self._clock.now()
        idle = now + timedelta(seconds=self._slowest)
        until = max(min(self._due.values(), default=idle), self._held_until)
        await self._alarm.wait(max((until - now).total_seconds(), 0))
