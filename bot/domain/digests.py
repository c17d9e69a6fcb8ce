"""When a day's digest of what was folded away is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.quiet import QuietHours, quiet_until

# Before the evening, when people look.
DIGEST_AT = time(18)


def digest_due(folded_at: datetime, at: time, zone: str, quiet: QuietHours | None) -> datetime:
    """When what has been folded since `folded_at` is due, in UTC.

    That is when the clock of `zone`, an IANA name, next shows `at`; where that is in quiet hours,
    when they are over. A time that the clocks skip counts as an hour later.
    """
    local = ZoneInfo(zone)
    today = folded_at.astimezone(local).date()
    moments = (
        datetime.combine(today + timedelta(days=days), at, local).astimezone(UTC)
        for days in range(3)
    )
    due = next(moment for moment in moments if moment > folded_at)
    return due if quiet is None else quiet_until(quiet, due) or due
