"""What the reads cost, as X bills them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

Kind = Literal["post", "user", "count"]


@dataclass(frozen=True, slots=True)
class Prices:
    """Millionths of a dollar for each resource that an answer contains, and for each count."""

    post: int = 5_000
    user: int = 10_000
    count: int = 5_000


class Ledger:
    """A bill. Each post and each user costs once in a UTC day, however often it is read.

    Posts and users that an answer merely includes are billed like those asked for. `prices` may
    be set at any time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.prices = Prices()
        self.resources: set[tuple[date, Kind, int]] = set()
        self.charged = 0
        """Millionths of a dollar, in all."""

    def charge(self, kind: Kind, ids: Iterable[int]) -> None:
        today = self._now().astimezone(UTC).date()
        new = {(today, kind, each) for each in ids} - self.resources
        self.resources |= new
        price: int = getattr(self.prices, kind)
        self.charged += len(new) * price

    def posts_by_day(self) -> Counter[date]:
        """How many posts were billed on each day."""
        return Counter(day for day, kind, _ in self.resources if kind == "post")
