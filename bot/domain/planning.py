"""Who is introduced to whom: one round, planned from evidence and consent alone.

    interactions -> signals -> chance -> matching -> finally meet -> thirds who join
         └── who knows whom -> bridges -> matching -> bridge

The same input always gives the same round. People go by their X ids, pairs by (lower, higher).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from bot.domain.bridges import bridges
from bot.domain.interactions import Interaction, evidence, ordered, ties
from bot.domain.introductions import IntroductionKind
from bot.domain.strength import (
    STRONGEST,
    Chance,
    Community,
    chance,
    community,
    signals,
    worth,
)

EVIDENCE_SHOWN = 3
# Of these a third who joins is given one: the others show why the first two are introduced.
EVIDENCE_OF_THIRD = 1

PairOf = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two people who could be introduced; `weight` is a whole number from 1 to `STRONGEST`."""

    one: int
    other: int
    weight: int


# Gives the maximum-weight matching among those of the most pairs, as (lower, higher) pairs.
Matching = Callable[[Collection[Edge]], Collection[PairOf]]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a round is planned from, `at` a moment.

    `room` has everybody who is coming and agreed, with how many people they may still be
    introduced to before this event. `listed` are those who come and agreed to be named.
    `interactions` and `posted` (author and time of each post) are what counts under the guild's
    hashtags. `introduced` are all pairs ever introduced in the guild, `earlier` those before this
    event. With `newcomers` only introductions with one of them are made.
    """

    at: datetime
    room: Mapping[int, int]
    listed: Collection[int] = ()
    interactions: Sequence[Interaction] = ()
    posted: Sequence[tuple[int, datetime]] = ()
    introduced: Collection[PairOf] = ()
    blocked: Collection[PairOf] = ()
    earlier: Collection[PairOf] = ()
    newcomers: Collection[int] | None = None

    @property
    def apart(self) -> set[PairOf]:
        """Pairs who must not be introduced."""
        return {*self.introduced, *self.blocked}

    def now(self, pair: PairOf) -> bool:
        """Whether a pair that may be introduced is to be introduced in this round."""
        return self.newcomers is None or any(person in self.newcomers for person in pair)


@dataclass(frozen=True, slots=True)
class Planned:
    """An introduction to make: the pair, the lower id first, and who joins them, if anybody.

    `evidence` are ids of posts, the most telling first; `shared` people both talked with.
    """

    people: tuple[int, ...]
    kind: IntroductionKind
    evidence: tuple[int, ...] = ()
    shared: tuple[int, ...] = ()

    @property
    def pairs(self) -> tuple[PairOf, ...]:
        return tuple(ordered(*pair) for pair in combinations(self.people, 2))


@dataclass(frozen=True, slots=True)
class Round:
    """What came of planning: `talked` counts the willing who talked with another of them."""

    planned: tuple[Planned, ...] = ()
    talked: int = 0


def plan_round(given: Situation, matching: Matching) -> Round:
    """The introductions to make now: at most one of each kind for a person.

    As many people as possible are reached first, then the likeliest ties. Nobody is introduced
    who did not agree, to somebody they met or blocked, or to more people than they want.
    """
    around = community(given.interactions, given.posted, given.at)
    known = ties(given.interactions)
    found = {
        pair: chance(signal)
        for pair, signal in signals(known, around, given.at).items()
        if _willing(pair, given)
    }
    meet = _finally_meet(given, known, found, matching)
    bridge = _bridges(given, known, around, meet, matching)
    return Round((*meet, *bridge), len({person for pair in found for person in pair}))


def _finally_meet(
    given: Situation,
    known: Mapping[PairOf, Sequence[Interaction]],
    found: Mapping[PairOf, Chance],
    matching: Matching,
) -> list[Planned]:
    apart = given.apart
    full = {person for person, room in given.room.items() if room < 1}
    possible = sorted(
        pair for pair in found if pair not in apart and full.isdisjoint(pair) and given.now(pair)
    )
    missed = _missed(given.earlier, found)
    edges = [Edge(*pair, worth(found[pair], missed, pair)) for pair in possible]
    pairs = sorted(ordered(*pair) for pair in matching(edges))
    placed = {person for pair in pairs for person in pair}
    left = (pair for pair in possible if not placed.issuperset(pair))
    likeliest = sorted(left, key=lambda pair: (-found[pair].confidence, pair))
    joining = _thirds(given, pairs, likeliest)
    return [_meeting(pair, joining.get(pair), known) for pair in pairs]


def _thirds(
    given: Situation, pairs: Sequence[PairOf], likeliest: Sequence[PairOf]
) -> dict[PairOf, tuple[int, int]]:
    """Who joins which pair, and the one of the two they talked with; the likeliest first."""
    apart, of = given.apart, {person: pair for pair in pairs for person in pair}
    placed, joining = set(of), dict[PairOf, tuple[int, int]]()
    for tie in likeliest:
        for third, friend in (tie, tie[::-1]):
            pair = of.get(friend)
            if third in placed or pair is None or pair in joining:
                continue
            new = [ordered(third, person) for person in pair]
            # A pair has each other already.
            enough = given.room[third] >= 2 and all(given.room[person] >= 2 for person in pair)
            if enough and not apart.intersection(new):
                joining[pair] = (third, friend)
                placed.add(third)
    return joining


def _meeting(
    pair: PairOf,
    joining: tuple[int, int] | None,
    known: Mapping[PairOf, Sequence[Interaction]],
) -> Planned:
    if joining is None:
        return Planned(pair, "finally_meet", evidence(known[pair], EVIDENCE_SHOWN))
    of_pair = evidence(known[pair], EVIDENCE_SHOWN - EVIDENCE_OF_THIRD)
    of_third = [
        post_id
        for post_id in evidence(known[ordered(*joining)], EVIDENCE_SHOWN)
        if post_id not in of_pair
    ]
    shown = (*of_pair, *of_third[:EVIDENCE_OF_THIRD])
    return Planned((*pair, joining[0]), "finally_meet", shown)


def _bridges(
    given: Situation,
    known: Collection[PairOf],
    around: Community,
    meet: Sequence[Planned],
    matching: Matching,
) -> list[Planned]:
    made = [pair for each in meet for pair in each.pairs]
    met = Counter(person for pair in made for person in pair)
    people = [person for person, room in given.room.items() if room > met[person]]
    coming = {*given.room, *given.listed}
    found = bridges(
        people,
        [pair for pair in known if coming.issuperset(pair)],
        around,
        between=given.listed,
        apart=given.apart.union(made),
        wanted=given.now,
    )
    edges = [Edge(*pair, max(1, round(STRONGEST * each.chance))) for pair, each in found.items()]
    pairs = sorted(ordered(*pair) for pair in matching(edges))
    return [Planned(pair, "bridge", shared=found[pair].shared) for pair in pairs]


def _missed(earlier: Collection[PairOf], found: Mapping[PairOf, Chance]) -> dict[int, float]:
    """The chance that nothing proved right of what people were introduced by before."""
    missed: dict[int, float] = {}
    for pair in sorted(earlier):
        if pair in found:
            for person in pair:
                missed[person] = missed.get(person, 1.0) * (1 - found[pair].again)
    return missed


def _willing(pair: PairOf, given: Situation) -> bool:
    return pair[0] in given.room and pair[1] in given.room
