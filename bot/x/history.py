"""What search still knows from before a hashtag was followed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.domain.posts import Batch
from bot.errors import UserError
from bot.ports import Clock
from bot.x.client import XClient
from bot.x.gathering import gathered
from bot.x.payload import Page
from bot.x.problems import RateLimited, Refused, XUnavailable
from bot.x.search import REACH, carries, cursor_key

# X wants the end of a search to lie a little in the past.
_LATEST_END = timedelta(seconds=30)


class SearchHistory:
    """Reads back as far as recent search does. It keeps no cursor: what is read twice on one UTC
    day is paid for once."""

    def __init__(self, client: XClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def count(self, hashtag: str, until: datetime) -> int:
        start, end = self._span(until)
        with _explained():
            return await self._client.count(f"#{hashtag}", start_time=start, end_time=end)

    async def batches(self, hashtag: str, until: datetime) -> AsyncGenerator[Batch]:
        start, end = self._span(until)
        page = await self._page(hashtag, start, end)
        while True:
            posts = sorted(
                (post for post in page.posts if carries(post, hashtag)), key=lambda post: post.id
            )
            if posts:
                yield gathered([page]).batch(cursor_key(hashtag), posts, cursor=None)
            if page.next_token is None:
                return
            page = await self._page(hashtag, start, end, page.next_token)

    async def _page(
        self, hashtag: str, start: datetime, end: datetime, next_token: str | None = None
    ) -> Page:
        with _explained():
            return await self._client.search(
                f"#{hashtag}", start_time=start, end_time=end, next_token=next_token
            )

    def _span(self, until: datetime) -> tuple[datetime, datetime]:
        """From when until when to ask; a second that is begun counts whole.

        Raises UserError when search no longer reaches back to `until`.
        """
        now = self._clock.now()
        start = now - REACH
        end = min(until + timedelta(seconds=1), now - _LATEST_END)
        if end <= start + timedelta(seconds=1):
            raise UserError("feed.backfill_too_late")
        return start, end


@contextmanager
def _explained() -> Iterator[None]:
    """X's failures, as whoever waits for the answer can understand them."""
    try:
        yield
    except (RateLimited, XUnavailable) as error:
        raise UserError("feed.backfill_later") from error
    except Refused as refusal:
        raise UserError("x.refused", detail=refusal.detail) from refusal
