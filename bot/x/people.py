"""Somebody by their handle, for an organiser who waits for the answer."""

from __future__ import annotations

from bot.domain.budget import Step
from bot.domain.posts import Author
from bot.errors import SourceStopped, UserError
from bot.x.client import XClient
from bot.x.problems import RateLimited, Refused, Suspended, XUnavailable


class PeopleLookup:
    """The port PersonLookup. One answer costs little, so only a budget that is used up stops it."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    async def person(self, handle: str) -> Author:
        if await self._client.step(()) is Step.PAUSED:
            raise UserError("vouch.paused", handle=handle)
        try:
            found = await self._client.user_by_handle(handle)
        except Suspended as error:
            raise UserError("vouch.suspended", handle=handle) from error
        except (RateLimited, XUnavailable, Refused, SourceStopped) as error:
            raise UserError("vouch.later", handle=handle) from error
        if found is None:
            raise UserError("vouch.nobody", handle=handle)
        return found
