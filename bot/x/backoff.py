"""How long X asks to be left alone after each kind of failure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.metrics import RATE_LIMIT_WAITS
from bot.x.problems import RateLimited, XUnavailable

# X's own numbers, in seconds: https://docs.x.com, "Handling disconnections".
NETWORK_STEP, NETWORK_MOST = 0.25, 16.0
HTTP_FIRST, HTTP_MOST = 5.0, 320.0
RATE_LIMIT_FIRST = 60.0
# The longest of X's rate limit windows. A reset beyond it is a clock that disagrees with ours.
RATE_LIMIT_MOST = 900.0


class Backoff:
    """Counts failures in a row.

    A lost connection is tried again at once, then each time 250 ms later up to 16 s; an error from
    X doubles from 5 s to 320 s; a rate limit lasts until its reset, or doubles from one minute
    where X names none.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the failures, once something worked."""
        self._network = 0
        self._http = 0
        self._limited = 0

    def after(self, error: RateLimited | XUnavailable, now: datetime) -> float:
        """The seconds to wait after one more failure."""
        if isinstance(error, RateLimited):
            seconds = self._until_reset(error.until, now)
            RATE_LIMIT_WAITS.labels("x").inc(seconds)
            return seconds
        if error.network:
            self._network += 1
            return min((self._network - 1) * NETWORK_STEP, NETWORK_MOST)
        self._http += 1
        return _doubled(HTTP_FIRST, self._http, HTTP_MOST)

    def _until_reset(self, until: datetime | None, now: datetime) -> float:
        # X's clock counts whole seconds: one more keeps us from asking just before the reset.
        if until is not None and until > now:
            return min((until - now + timedelta(seconds=1)).total_seconds(), RATE_LIMIT_MOST)
        self._limited += 1
        return _doubled(RATE_LIMIT_FIRST, self._limited, RATE_LIMIT_MOST)


def _doubled(first: float, times: int, most: float) -> float:
    # Beyond ten doublings every limit here is long reached; two to a great power is no float.
    return min(first * 2.0 ** min(times - 1, 10), most)
