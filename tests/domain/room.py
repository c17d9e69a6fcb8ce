"""A tweetup's roster as tests read and change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event
from bot.domain.roster import Roster
from bot.domain.rsvp import Rsvp, RsvpSettings
from tests.domain.making import an_event
from tests.domain.refusals import refuses

NOW = datetime(2026, 1, 8, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
STARTS = NOW + 14 * 24 * HOUR


def event_for(capacity: int | None) -> Event:
    return an_event(STARTS, capacity=capacity, created_at=NOW)


@dataclass
class Room:
    """Who stands how, as a test reads and changes it."""

    capacity: int | None = 1
    settings: RsvpSettings = field(default_factory=RsvpSettings)
    rsvps: tuple[Rsvp, ...] = ()
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.roster = Roster(event_for(self.capacity), self.settings, self.rsvps)

    def go(self, *members: int) -> None:
        for member in members:
            self.roster.answer(member, "going", self.now)

    def decline(self, *members: int) -> None:
        for member in members:
            self.roster.answer(member, "declined", self.now)

    def wait(self, **by: float) -> None:
        self.now += timedelta(**by)
        self.roster.advance(self.now)

    def __getattr__(self, status: str) -> list[int]:
        found: Any = status
        return [rsvp.member_id for rsvp in self.roster.having(found)]

    def refuses(self, key: str) -> Any:
        return refuses(f"rsvp.{key}")
