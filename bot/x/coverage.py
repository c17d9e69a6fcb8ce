"""What the stream may have missed under each hashtag, and when to look for it.

Search ends half a minute before now and a new rule takes some twenty seconds, so the gap before
the stream covers a hashtag is closed by two searches: one at once, and one a minute after. Until
then the stream does not move the cursor, so that a crash leaves the gap to be found again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.posts import Batch, Followed, Gap
from bot.ports import Clock, Tracking
from bot.x.backoff import Backoff
from bot.x.client import XClient
from bot.x.problems import Paused, RateLimited, XUnavailable
from bot.x.search import HashtagSearch, cursor_key

log = structlog.get_logger(__name__)

_SETTLED = timedelta(minutes=1)
# Search does not know the last half minute: looking more often finds nothing new.
_BETWEEN_LOOKS = timedelta(seconds=30)


@dataclass
class _Gap:
    """`covered_since`: when the stream began to bring this hashtag; None while it does not.

    `lost_at` is when it stopped doing so, until the gap is filled.
    """

    search: HashtagSearch
    look_at: datetime | None
    looked_at: datetime | None = None
    covered_since: datetime | None = None
    lost_at: datetime | None = None


class Coverage:
    """Fills the stream's gaps by search; a failing search never ends the stream."""

    def __init__(self, client: XClient, tracking: Tracking, clock: Clock) -> None:
        self._client = client
        self._tracking = tracking
        self._clock = clock
        self._backoff = Backoff()
        self._held_until = clock.now()
        self._gaps: dict[str, _Gap] = {}
        self._followed: dict[str, Followed] = {}

    def follow(self, followed: Collection[Followed], *, connected: bool) -> None:
        """Say which hashtags are followed now; a new one begins with a gap."""
        now = self._clock.now()
        self._followed = {item.hashtag: item for item in followed}
        self._gaps = {
            tag: self._gaps.get(tag)
            or _Gap(
                HashtagSearch(self._client, self._tracking, self._clock, tag),
                look_at=now,
                covered_since=now if connected else None,
            )
            for tag in self._followed
        }

    def connected(self) -> None:
        """From now on the stream brings what is said."""
        now = self._clock.now()
        for gap in self._gaps.values():
            gap.covered_since = now
            gap.look_at = max(gap.look_at or now, now + _SETTLED)

    def disconnected(self) -> None:
        """From now on it does not."""
        now = self._clock.now()
        for gap in self._gaps.values():
            if gap.covered_since is not None:
                gap.lost_at = gap.lost_at or now
            gap.covered_since = None
            gap.look_at = max(now, gap.looked_at + _BETWEEN_LOOKS) if gap.looked_at else now

    def whole(self, hashtag: str) -> bool:
        """Whether everything under the hashtag up to now is known to have come."""
        return self._gaps[hashtag].look_at is None

    @property
    def next_look_at(self) -> datetime | None:
        looks = [gap.look_at for gap in self._gaps.values() if gap.look_at is not None]
        return max(min(looks), self._held_until) if looks else None

    async def fill(self) -> tuple[Batch, ...]:
        """What searching finds in the gaps that it is time to look into."""
        found: list[Batch] = []
        for tag, gap in self._gaps.items():
            now = self._clock.now()
            if gap.look_at is None or max(gap.look_at, self._held_until) > now:
                continue
            try:
                found.extend(await gap.search.read(self._followed[tag]))
            except Paused:
                gap.look_at = now + _BETWEEN_LOOKS
                continue
            except (RateLimited, XUnavailable) as error:
                seconds = self._backoff.after(error, now)
                self._held_until = self._clock.now() + timedelta(seconds=seconds)
                log.warning("search failed", reason=repr(error), again_in_seconds=seconds)
                break
            self._backoff.reset()
            self._looked(gap, now)
            found.extend(self._filled(tag, gap))
        return tuple(found)

    def _filled(self, tag: str, gap: _Gap) -> tuple[Batch, ...]:
        """Word of a gap that is filled now."""
        if gap.look_at is not None or gap.lost_at is None or gap.covered_since is None:
            return ()
        filled = Gap(tag, gap.lost_at, gap.covered_since, filled=True)
        gap.lost_at = None
        return (Batch(cursor_key(tag), (), gaps=(filled,)),)

    def _looked(self, gap: _Gap, at: datetime) -> None:
        gap.looked_at = at
        if gap.covered_since is None:
            gap.look_at = at + _BETWEEN_LOOKS
        elif at >= gap.covered_since + _SETTLED:
            gap.look_at = None
        else:
            gap.look_at = gap.covered_since + _SETTLED
