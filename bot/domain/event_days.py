"""The days of an event by the calendar on its wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.posts import Post


@dataclass(frozen=True, slots=True)
class EventDays:
    """From the local midnight before `first` to the one after `last`; both days belong to it."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begin_at(self) -> datetime:
        return self._local(self.first, time())

    @property
    def end_at(self) -> datetime:
        return self._local(self.last + timedelta(days=1), time())

    def opens_at(self, by_the_clock: time) -> datetime:
        """When it is `by_the_clock` on the first day, in UTC."""
        return self._local(self.first, by_the_clock)

    def __contains__(self, post: Post) -> bool:
        return self.first <= post.created_at.astimezone(self.zone).date() <= self.last

    def _local(self, day: date, by_the_clock: time) -> datetime:
        return datetime.combine(day, by_the_clock, self.zone).astimezone(UTC)
