"""Everything new under one hashtag, by recent search.

X's recipe: pages come newest first; read on to the last one with the same starting point, and
only then start from the first page's newest id. What was paid for is kept over a failure: the
next attempt goes on with the page that failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.posts import Batch, Followed, Gap, Post, normalise_hashtag
from bot.errors import SourceStopped
from bot.ports import Clock, Tracking
from bot.x.client import XClient
from bot.x.gathering import gathered
from bot.x.payload import Page
from bot.x.problems import Refused
from bot.x.snowflake import first_id_at, made_at

log = structlog.get_logger(__name__)

# Search knows seven days; reading many pages takes some minutes of the oldest.
REACH = timedelta(days=7) - timedelta(minutes=10)
# Search ends half a minute before now: a start later than that would be refused.
_LATEST_START = timedelta(minutes=1)
# When nothing was said for a day the cursor moves up, so that it stays within reach; a post that
# the index takes in late is still found within the hour.
_SILENCE = timedelta(days=1)
_INDEX_DELAY = timedelta(hours=1)
# A backlog is handed over in parts of this many posts.
_BATCH = 500


def cursor_key(hashtag: str) -> str:
    return f"search:{hashtag}"


def carries(post: Post, hashtag: str) -> bool:
    """Whether X links this very hashtag in the post: search folds accents, so it is not certain."""
    return any(normalise_hashtag(tag) == hashtag for tag in post.hashtags)


@dataclass
class _Reading:
    """From `since_id` on or, where that is None, from `start`; `gap` is what lies out of reach."""

    start: datetime
    since_id: int | None = None
    again: bool = False
    gap: Gap | None = None
    pages: list[Page] = field(default_factory=list)

    @property
    def next_token(self) -> str | None:
        return self.pages[-1].next_token if self.pages else None

    @property
    def complete(self) -> bool:
        return bool(self.pages) and self.next_token is None

    @property
    def newest_id(self) -> int | None:
        """Of the first page alone: later ones may end with posts made meanwhile."""
        first = self.pages[0]
        return first.newest_id or max((post.id for post in first.posts), default=None)


class HashtagSearch:
    """Reads what is new under one hashtag each time it is asked.

    `last_post_at` is when somebody last spoke, as far as is known.
    """

    def __init__(self, client: XClient, tracking: Tracking, clock: Clock, hashtag: str) -> None:
        self._client = client
        self._tracking = tracking
        self._clock = clock
        self._hashtag = hashtag
        self._reading: _Reading | None = None
        self.last_post_at: datetime | None = None

    async def read(self, followed: Followed) -> tuple[Batch, ...]:
        """Batches oldest first, the last of which brings the cursor up to date.

        Raises RateLimited, XUnavailable and Paused: ask again and it goes on where it was.
        """
        if self._reading is None:
            self._reading = await self._begin(followed)
        while not self._reading.complete:
            try:
                self._reading.pages.append(await self._next_page(self._reading))
            except Refused as refusal:
                self._reading = self._begin_again(self._reading, refusal)
        reading, self._reading = self._reading, None
        return self._batches(reading)

    async def _next_page(self, reading: _Reading) -> Page:
        return await self._client.search(
            f"#{self._hashtag}",
            since_id=reading.since_id,
            start_time=reading.start if reading.since_id is None else None,
            next_token=reading.next_token,
        )

    async def _begin(self, followed: Followed) -> _Reading:
        cursor = await self._tracking.cursor(cursor_key(self._hashtag))
        now = self._clock.now()
        since_id = int(cursor) if cursor is not None else None
        if since_id is None or made_at(since_id) < followed.since:
            since_id = None
            start = min(followed.since, now - _LATEST_START)
        else:
            start = made_at(since_id)
        return self._within_reach(_Reading(start, since_id))

    def _begin_again(self, refused: _Reading, refusal: Refused) -> _Reading:
        """X takes no ids older than its reach, nor a page of an answer that has left it."""
        begun_with_a_time = refused.since_id is None and not refused.pages
        if refusal.status != 400 or begun_with_a_time or refused.again:
            self._reading = None
            raise SourceStopped("x.refused", detail=refusal.detail) from refusal
        return self._within_reach(_Reading(refused.start, again=True))

    def _within_reach(self, reading: _Reading) -> _Reading:
        earliest = self._clock.now() - REACH
        if reading.start >= earliest:
            return reading
        log.warning(
            "gap: search reaches back seven days",
            hashtag=self._hashtag,
            missed_from=reading.start.isoformat(),
            missed_until=earliest.isoformat(),
        )
        gap = Gap(self._hashtag, reading.start, earliest, filled=False)
        return _Reading(earliest, again=reading.again, gap=gap)

    def _batches(self, reading: _Reading) -> tuple[Batch, ...]:
        found = gathered(reading.pages)
        posts = sorted(
            (post for post in found.posts.values() if carries(post, self._hashtag)),
            key=lambda post: post.id,
        )
        self.last_post_at = posts[-1].created_at if posts else self.last_post_at or reading.start
        cursor = self._cursor_after(reading)
        if not posts and cursor is None:
            return ()
        parts = [posts[at : at + _BATCH] for at in range(0, len(posts), _BATCH)] or [[]]
        cursors = [*(str(part[-1].id) for part in parts[:-1]), cursor]
        source = cursor_key(self._hashtag)
        batches = [
            found.batch(source, part, cursor=upto)
            for part, upto in zip(parts, cursors, strict=True)
        ]
        if reading.gap is not None:
            batches[0] = replace(batches[0], gaps=(reading.gap,))
        return tuple(batches)

    def _cursor_after(self, reading: _Reading) -> str | None:
        if reading.newest_id is not None:
            return str(reading.newest_id)
        now = self._clock.now()
        if now - reading.start > _SILENCE:
            return str(first_id_at(now - _INDEX_DELAY))
        return None
