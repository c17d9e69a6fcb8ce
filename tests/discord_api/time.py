"""The server's own time, which stands still until it is set, and the ids that follow it."""

from __future__ import annotations

from datetime import UTC, datetime

# Discord counts milliseconds from the first moment of 2015.
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Time:
    def __init__(self, now: datetime = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)) -> None:
        self.now = now
        self._last = 0

    def next_id(self) -> int:
        """A snowflake of this moment, higher than all before."""
        milliseconds = int((self.now - _EPOCH).total_seconds() * 1000)
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last

    def next_id_on(self, shard: int, shards: int) -> int:
        """One whose guild is told of on that of so many shards."""
        milliseconds = (self.next_id() >> 22) + 1
        milliseconds += (shard - milliseconds) % shards
        self._last = milliseconds << 22
        return self._last

    @property
    def stamp(self) -> str:
        return self.now.isoformat()
