"""An archive as a source of posts: as if X had been polled while they were written."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bot.domain.posts import Batch, Post
from bot.x.archive import Archive
from bot.x.gathering import Gathering

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ArchiveSource:
    """Hands over the posts of each `window` of time together, at its end.

    Windows lie at fixed multiples of their length, so a second run makes the same batches.
    `cursor` is that of the last batch stored under `name`, in Unix seconds: it goes on with the
    next. `done_until` is when that was.
    """

    def __init__(
        self,
        archive: Archive,
        hashtag: str,
        window: timedelta,
        *,
        name: str,
        cursor: str | None,
    ) -> None:
        self._archive = archive
        self._hashtag = hashtag
        self._window = window
        self._name = name
        self.done_until = _EPOCH + timedelta(seconds=int(cursor or 0))
        self._gathering = Gathering(
            {post.id: post for post in archive.posts}, archive.context, archive.authors
        )

    async def batches(self) -> AsyncGenerator[Batch]:
        for end, posts in groupby(self._archive.posts, key=self._end_of_window):
            if end > self.done_until:
                yield self._batch(end, tuple(posts))

    @staticmethod
    def time_of(batch: Batch) -> datetime:
        """The simulated time at which a batch of an archive comes: the end of its window."""
        return _EPOCH + timedelta(seconds=int(batch.cursor or 0))

    def _batch(self, end: datetime, posts: tuple[Post, ...]) -> Batch:
        return self._gathering.batch(
            self._name,
            posts,
            cursor=str((end - _EPOCH) // timedelta(seconds=1)),
            hashtag=self._hashtag,
        )

    def _end_of_window(self, post: Post) -> datetime:
        return _EPOCH + self._window * ((post.created_at - _EPOCH) // self._window + 1)
