"""People who never turned to each other but to the same others, who are coming too.

Half a point each for rare contacts in common, for the two being alive under the hashtag and for
the attention one of them gets; fitted and judged as in bot/domain/strength.py. Most pairs with
somebody in common have nothing to say to each other: of a matching of all bridges, which leaves
the best ones apart, only those with a chance of at least `OFFERED_FROM` are offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import log, log1p

from bot.domain.strength import Community, logistic

# Below this chance a bridge is not worth anybody's time; see docs/introductions.md.
OFFERED_FROM = 0.12


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two people by their X ids (lower first), whom they both talked with, and the chance that
    they turn to each other."""

    one: int
    other: int
    shared: tuple[int, ...]
    chance: float


def bridges(
    attendees: Collection[int], tied: Iterable[tuple[int, int]], around: Community
) -> dict[tuple[int, int], Bridge]:
    """All bridges among attendees; `tied` are all pairs that interacted."""
    coming = set(attendees)
    contacts: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in tied:
        if one in coming and other in coming:
            contacts[one].add(other)
            contacts[other].add(one)
    shared: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for between, known in contacts.items():
        for pair in combinations(sorted(known), 2):
            if pair[1] not in contacts[pair[0]]:
                shared[pair].add(between)
    return {pair: _bridge(pair, common, contacts, around) for pair, common in shared.items()}


def _bridge(
    pair: tuple[int, int],
    shared: Collection[int],
    contacts: dict[int, set[int]],
    around: Community,
) -> Bridge:
    points = (
        sum(_rarity(len(contacts[person])) for person in shared)
        + log1p(around.quieter(*pair))
        + log1p(around.livelier(*pair))
        + log1p(max(around.attention.get(person, 0) for person in pair))
    )
    return Bridge(*pair, tuple(sorted(shared)), logistic(-3.75 + 0.5 * points))


def _rarity(contacts: int) -> float:
    """What sharing somebody with so many contacts (two at least) says: the more, the less.

    After Adamic and Adar, Friends and neighbors on the Web (2003).
    """
    return 1 / log(1 + contacts)
