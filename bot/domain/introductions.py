"""Who is introduced to whom: one round, planned from evidence and consent alone.

The same input always gives the same round.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.interactions import Tie, ordered

IntroductionKind = Literal["finally_meet", "bridge"]

# Rounds before the event. The last leaves a day to say hello.
ROUNDS_BEFORE = (timedelta(days=10), timedelta(days=3), timedelta(days=1))
EVIDENCE_SHOWN = 3
QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class Edge:
    """Two people who could be introduced; `weight` is a whole number from 1 to 1,000."""

    one: int
    other: int
    weight: int


# Gives the maximum-weight matching among those of the most pairs, as (lower, higher) pairs.
Matching = Callable[[Collection[Edge]], Collection[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Pair:
    """An introduction to make, of two people by their X ids. Evidence is post ids, newest first."""

    one: int
    other: int
    kind: IntroductionKind
    evidence: tuple[int, ...]
    opening: str


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

    `evidence` are ids of posts, newest first; `shared` the X ids of people whom both talked with;
    `opening` names the question to start with.
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


def plan_round(
    attendees: Collection[int],
    ties: Mapping[tuple[int, int], Tie],
    introduced: Collection[tuple[int, int]],
    matching: Matching,
) -> tuple[Pair, ...]:
    """Pair off attendees who interacted and were never introduced before.

    `attendees` are the X ids of people who are going and agreed; `introduced` are earlier pairs
    as (lower id, higher id). Nobody is in two pairs. As many people as possible are reached
    first, then the strongest ties.
    """
    willing, before = set(attendees), set(introduced)
    possible = {
        pair: tie
        for pair, tie in ties.items()
        if pair not in before and pair[0] in willing and pair[1] in willing
    }
    edges = [Edge(one, other, possible[one, other].strength) for one, other in sorted(possible)]
    chosen = sorted(ordered(*pair) for pair in matching(edges))
    return tuple(_pair(possible[pair]) for pair in chosen)


def rounds(starts_at: datetime, zone: str, now: datetime) -> tuple[datetime, ...]:
    """When rounds are due, in UTC: those still to come, at the event's local time of day."""
    local = starts_at.astimezone(ZoneInfo(zone))
    due = ((local - before).astimezone(UTC) for before in ROUNDS_BEFORE)
    return tuple(at for at in due if at > now)


def _pair(tie: Tie) -> Pair:
    evidence = tuple(reversed(tie.evidence[-EVIDENCE_SHOWN:]))
    return Pair(tie.one, tie.other, "finally_meet", evidence, _opening(tie))


def _opening(tie: Tie) -> str:
    return f"any.{(tie.one + tie.other) % QUESTIONS + 1}"
