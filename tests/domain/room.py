"""A tweetup's roster as tests read and change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event
from bot.domain.roster import Roster
from bot.domain.rsvp import Rsvp, RsvpSettings
from tests.domain.refusals import refuses

NOW = datetime(2026, 1, 8, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def an_event(capacity: int | None = 1, *, starts: datetime = NOW + 14 * 24 * HOUR) -> Event:
    return Event(
        guild_id=1,
        channel_id=2,
        organiser_id=3,
        name="HR Tweetup",
        hashtag="HRTweetup",
        starts_at=starts,
        ends_at=starts + 3 * HOUR,
        zone="Europe/London",
        place="The Anchor",
        capacity=capacity,
        created_at=NOW,
        id=1,
    )


@dataclass
class Room:
    """Who stands how, as a test reads and changes it."""

    capacity: int | None = 1
    settings: RsvpSettings = field(default_factory=RsvpSettings)
    rsvps: tuple[Rsvp, ...] = ()
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.roster = Roster(an_event(self.capacity), self.settings, self.rsvps)

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
