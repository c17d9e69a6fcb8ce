"""Which tweetup somebody means, who never has to know a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.events import Event


def next_event(events: Iterable[Event], now: datetime) -> Event | None:
    """The one that is on or comes next; when all are over, the last one."""
    by_start = sorted(events, key=lambda event: (event.starts_at, event.id))
    coming = [event for event in by_start if not event.is_over(now)]
    return next(iter(coming or by_start[::-1]), None)


def nearest_first(events: Iterable[Event], now: datetime) -> list[Event]:
    """Those to come, soonest first, and then those that are over, latest first."""
    by_start = sorted(events, key=lambda event: (event.starts_at, event.id))
    coming = [event for event in by_start if not event.is_over(now)]
    return coming + [event for event in reversed(by_start) if event.is_over(now)]


def named(events: Sequence[Event], typed: str) -> list[Event]:
    """Those whose name is `typed`, whatever the case; else those whose name or hashtag holds it."""
    wanted = " ".join(typed.casefold().split())
    same = [event for event in events if event.name.casefold() == wanted]
    return same or [
        event
        for event in events
        if wanted in event.name.casefold() or wanted.lstrip("#") in event.hashtag.casefold()
    ]
