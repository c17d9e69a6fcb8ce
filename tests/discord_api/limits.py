"""Rate limits, told in every answer: https://discord.com/developers/docs/topics/rate-limits

They count real time, for the bot waits in real time. Unless told otherwise there is room enough.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import md5

from aiohttp import web

from tests.discord_api.call import Call, Route, answer

# What bounds a bucket, besides the route.
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
_ROOMY = (100_000, 1.0)
GLOBAL = "global"
# Whoever waits as long as they are told shall not come too early.
_ROUNDING = 0.001


@dataclass
class _Window:
    left: int
    ends: float


class Limits:
    def __init__(self) -> None:
        self._set: dict[str, tuple[int, float]] = {}
        self._windows: dict[str, _Window] = {}

    def set(self, route: str, limit: int, per: float) -> None:
        """So many calls in `per` seconds of a route ("POST /channels/{channel_id}/messages"), or
        of all but interactions ("global")."""
        self._set[route] = (limit, per)
        self._windows.clear()

    def spend(self, route: Route, call: Call) -> tuple[dict[str, str], web.Response | None]:
        """The headers for the answer; and the refusal, where there is no room."""
        if GLOBAL in self._set and not route.is_open:
            window = self._window(GLOBAL, *self._set[GLOBAL])
            if window.left < 1:
                return {}, too_many(window.ends - time.monotonic(), is_global=True)
            window.left -= 1
        limit, per = self._set.get(route.name, _ROOMY)
        major = ":".join(call.path.get(name, "") for name in _MAJOR)
        window = self._window(f"{route.name}:{major}", limit, per)
        after = window.ends - time.monotonic()
        headers = {
            "X-RateLimit-Bucket": md5(route.name.encode(), usedforsecurity=False).hexdigest(),
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(window.left - 1, 0)),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after + _ROUNDING:.3f}",
        }
        if window.left < 1:
            refused = too_many(after)
            refused.headers.update(headers)
            return headers, refused
        window.left -= 1
        return headers, None

    def _window(self, key: str, limit: int, per: float) -> _Window:
        window = self._windows.get(key)
        if window is None or window.ends <= time.monotonic():
            window = self._windows[key] = _Window(limit, time.monotonic() + per)
        return window


def too_many(retry_after: float, *, is_global: bool = False) -> web.Response:
    seconds = round(max(retry_after, 0) + _ROUNDING, 3)
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(seconds),
        "X-RateLimit-Scope": "global" if is_global else "user",
    }
    if is_global:
        headers["X-RateLimit-Global"] = "true"
    body = {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": seconds,
        "global": is_global,
    }
    return answer(body, 429, headers)
