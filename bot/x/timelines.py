"""What one person posted of late, for themselves, who wait for the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.domain.budget import Step
from bot.domain.posts import Post, as_one
from bot.domain.scorecard import Timeline
from bot.errors import UserError
from bot.x.client import PAGE_SIZE, XClient
from bot.x.fields import FieldNames, billed_each
from bot.x.problems import RateLimited, Refused, Suspended, XUnavailable

# X gives no smaller pages.
_LEAST = 5


class TimelineReader:
    """The port Timelines."""

    def __init__(self, client: XClient, names: FieldNames) -> None:
        self._client = client
        self._billed_each = billed_each(names)

    def billed(self, posts: int) -> int:
        return posts * self._billed_each

    async def read(self, person_id: int, since: datetime, most: int, payer: int) -> Timeline:
        if await self._client.step(()) is Step.PAUSED:
            raise UserError("scorecard.no_money")
        with _explained():
            profile = await self._client.profile(person_id, payer=payer)
            if profile is None:
                raise UserError("scorecard.gone")
            if profile.author.protected:
                raise UserError("scorecard.protected", handle=profile.author.handle)
            posts, whole = await self._posts(person_id, since, most, payer)
        return Timeline(profile, tuple(posts), whole)

    async def _posts(
        self, person_id: int, since: datetime, most: int, payer: int
    ) -> tuple[list[Post], bool]:
        """The posts, newest first, and whether these are all since then."""
        found: list[Post] = []
        token = None
        while (room := most - len(found)) >= _LEAST:
            page = await self._client.timeline(
                person_id,
                start_time=since,
                next_token=token,
                limit=min(room, PAGE_SIZE),
                payer=payer,
            )
            found += page.posts
            token = page.next_token
            if token is None:
                return as_one(found), True
        return as_one(found), False


@contextmanager
def _explained() -> Iterator[None]:
    """X's failures, as whoever waits for the answer can understand them."""
    try:
        yield
    except Suspended as error:
        raise UserError("scorecard.suspended") from error
    except (RateLimited, XUnavailable) as error:
        raise UserError("scorecard.later") from error
    except Refused as refusal:
        raise UserError("x.refused", detail=refusal.detail) from refusal
