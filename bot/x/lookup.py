"""Posts by their ids: what others answer or quote and did not bring along."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.budget import Step
from bot.domain.posts import Batch
from bot.errors import NotNow, SourceStopped
from bot.ports import Clock
from bot.x.backoff import Backoff
from bot.x.client import XClient
from bot.x.problems import RateLimited, Refused, XUnavailable

# How long nothing is looked up where the budget has come to its end.
SPARING_SECONDS = 900.0


class Lookup:
    """Asks X, and says how long to leave it alone when it gives no answer."""

    def __init__(self, client: XClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._backoff = Backoff()

    async def find(self, ids: Collection[int]) -> Batch:
        """X answers with the newest version of a post, whichever it was asked for."""
        if await self._client.step(()) >= Step.NO_CONTEXT:
            raise NotNow(SPARING_SECONDS, "the budget for it is used up")
        try:
            page = await self._client.posts(ids, alone=True)
        except (RateLimited, XUnavailable) as error:
            raise NotNow(self._backoff.after(error, self._clock.now()), repr(error)) from error
        except Refused as refusal:
            raise SourceStopped("x.refused", detail=refusal.detail) from refusal
        self._backoff.reset()
        found = {version for post in page.posts for version in (post.id, *post.edits)}
        missing = tuple(post_id for post_id in ids if post_id not in found)
        return Batch("lookup", (), context=page.posts, authors=page.authors, missing=missing)
