"""Introductions that are made, and when rounds of them are held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

IntroductionKind = Literal["finally_meet", "bridge"]

# Rounds before the event. The last leaves a day to say hello.
ROUNDS_BEFORE = (timedelta(days=10), timedelta(days=3), timedelta(days=1))
# How many people somebody is introduced to before one tweetup, unless they chose another number.
AT_MOST = 3


@dataclass(frozen=True, slots=True)
class IntroducedMember:
    """One of those who are introduced, as member and by X id.

    `joined`: came to a pair as a third. `answer` and `met` are what they said of it, before and
    after the event.
    """

    member_id: int
    person_id: int
    joined: bool = False
    answer: Literal["hello", "declined"] | None = None
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class MadeIntroduction:
    """An introduction that was made, in two or three people, and what it rests on.

    `evidence` are ids of posts, the most telling first; `shared` the X ids of people whom both
    talked with; `opening` names the question to start with.
    """

    guild_id: int
    event_id: int
    members: tuple[IntroducedMember, ...]
    kind: IntroductionKind
    evidence: tuple[int, ...]
    opening: str
    made_at: datetime
    shared: tuple[int, ...] = ()
    state: Literal["made", "withdrawn"] = "made"
    id: int = 0

    @property
    def member_ids(self) -> tuple[int, ...]:
        return tuple(member.member_id for member in self.members)


def rounds(starts_at: datetime, zone: str, now: datetime) -> tuple[datetime, ...]:
    """When rounds are due, in UTC: those still to come, at the event's local time of day."""
    local = starts_at.astimezone(ZoneInfo(zone))
    due = ((local - before).astimezone(UTC) for before in ROUNDS_BEFORE)
    return tuple(at for at in due if at > now)
