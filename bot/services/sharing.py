"""Hashtags that are searched for, shared out among the processes that do so."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.leases import hashtag, hashtags, share, workers
from bot.domain.posts import Followed
from bot.ports import Tracking
from bot.services.leases import Leases


class SharedHashtags:
    """The port Tracking, as one of several processes has it: of what is followed, its own part."""

    def __init__(self, tracking: Tracking, leases: Leases) -> None:
        self._tracking = tracking
        self._leases = leases

    async def followed(self) -> Collection[Followed]:
        """What this process is to search for now. A part that has become free is taken on, and
        what is more than a part given back."""
        by_lease = {hashtag(each.hashtag): each for each in await self._tracking.followed()}
        others = self._leases.of_others
        held = hashtags(self._leases.held)
        take, give_back = share(by_lease, held, others, len(workers(others)) + 1)
        await self._leases.forget(
            each.name
            for each in self._leases.standing
            if each.name in hashtags([each.name]) and each.name not in by_lease
        )
        if give_back:
            await self._leases.give_back(*give_back)
        for name in take:
            await self._leases.take(name)
        return [each for name, each in by_lease.items() if self._leases.holds(name)]

    async def cursor(self, source: str) -> str | None:
        return await self._tracking.cursor(source)
