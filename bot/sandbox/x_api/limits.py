"""How often each endpoint may be asked, as X limits an app with a bearer token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)

PER_WINDOW = {
    "search": 450,
    "counts": 300,
    "posts": 3_500,
    "users": 300,
    "timelines": 10_000,
    "stream": 50,
    "rules": 100,
    "usage": 50,
    "compliance": 150,
}
"""Requests in fifteen minutes. Adding rules is the tightest of what X allows on rules."""


class Limits:
    """Counts requests in windows of fifteen minutes. `per_window` may be changed at any time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.per_window = dict(PER_WINDOW)
        self._windows: dict[str, tuple[datetime, int]] = {}

    def spend(self, endpoint: str) -> tuple[bool, dict[str, str]]:
        """Count one request: whether there was one left, and the headers that tell the client."""
        now = self._now()
        opened, used = self._windows.get(endpoint, (now, 0))
        if now >= opened + WINDOW:
            opened, used = now, 0
        limit = self.per_window[endpoint]
        allowed = used < limit
        self._windows[endpoint] = (opened, used + allowed)
        return allowed, rate_headers(limit, limit - used - allowed, opened + WINDOW)


def rate_headers(limit: int, remaining: int, reset: datetime) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(int(reset.timestamp())),
    }
