"""How long a place that came free is kept for the person it is offered to."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Only these hours of the tweetup's own clock count: nobody loses a place by being asleep.
WAKING = (time(8), time(22))
# In the last hours before the start there is no time to ask: the place is given at once.
AT_ONCE = timedelta(hours=6)


def offer_until(now: datetime, starts_at: datetime, zone: str, hours: int) -> datetime | None:
    """When an offer made `now` ends, in UTC; None where the place is to be given at once.

    It lasts `hours` waking hours, but no more of them than a quarter of the time that is left. It
    must end before the last hours begin; where it cannot, or `hours` is 0, nobody is asked.
    """
    left = starts_at - now
    if hours == 0 or left <= AT_ONCE:
        return None
    ends = _waking(now, min(timedelta(hours=hours), left / 4), ZoneInfo(zone))
    return ends if ends <= starts_at - AT_ONCE else None


def _waking(now: datetime, span: timedelta, zone: ZoneInfo) -> datetime:
    day = now.astimezone(zone).date()
    while True:
        opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in WAKING)
        begins = max(opens, now)
        if begins + span <= closes:
            return begins + span
        span -= max(closes - begins, timedelta())
        day += timedelta(days=1)
