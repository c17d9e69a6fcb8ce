"""The story's calendar: January 2026 in London."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

ZONE = "Europe/London"


def on(day: int, clock: str) -> datetime:
    """A moment of January 2026, in UTC, by London's clock: `on(22, "18:30")`."""
    local = time.fromisoformat(clock)
    moment = datetime(2026, 1, day, local.hour, local.minute, tzinfo=ZoneInfo(ZONE))
    return moment.astimezone(UTC)
