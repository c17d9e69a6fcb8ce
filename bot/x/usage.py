"""X's own count of what was read, for whoever compares it with ours."""

from __future__ import annotations

import structlog

from bot.domain.budget import Usage
from bot.errors import SourceStopped
from bot.x.client import XClient
from bot.x.problems import RateLimited, Refused, XUnavailable

log = structlog.get_logger(__name__)


class UsageEndpoint:
    """The port UsageSource: not to be told is no reason to stop anything."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    async def usage(self) -> Usage | None:
        try:
            return await self._client.usage()
        except (RateLimited, XUnavailable, Refused, SourceStopped) as error:
            log.warning("usage not told", reason=repr(error))
            return None
