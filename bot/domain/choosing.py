"""Which tweetup somebody means, who never has to know a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.events import Event, EventState

# In this order they are meant where none is named.
_TURNS: tuple[EventState, ...] = ("planned", "postponed", "cancelled")


def next_event(events: Iterable[Event], now: datetime) -> Event | None:
    """The one that is on or comes next; when all are over, the last one."""
    return next(iter(nearest_first(events, now)), None)


def nearest_first(events: Iterable[Event], now: datetime) -> list[Event]:
    """Those to come, soonest first, and then those that are over, latest first.

    Of those to come, one that waits for a date comes after all that have one, for its times are the
    old ones, and one that was cancelled comes last.
    """
    by_start = sorted(events, key=lambda event: (event.starts_at, event.id))
    coming = [event for event in by_start if not event.is_over(now)]
    coming.sort(key=lambda event: _TURNS.index(event.state))
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
