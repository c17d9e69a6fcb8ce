"""People who never turned to each other but to the same others, who are coming too.

Half a point each for rare contacts in common, for the two being alive under the hashtag and for
the attention one of them gets; fitted and judged as in bot/domain/strength.py. Most pairs with
somebody in common have nothing to say to each other: offered are the likeliest few of each
person, as far as they have a chance of at least `OFFERED_FROM`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapreplace
from math import log, log1p

from bot.domain.interactions import ordered
from bot.domain.strength import Community, logistic

# Below this chance a bridge is not worth anybody's time; see docs/introductions.md.
OFFERED_FROM = 0.12
# How many bridges count of each person: enough to choose from, and a matching stays small.
LIKELIEST = 3
# Who talked with more of those who come says nothing by it: half the room has that in common.
KNOWS_AT_MOST = 40
_BASE, _A_POINT = -3.75, 0.5


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two people by their X ids (lower first), whom they both talked with, and the chance that
    they turn to each other."""

    one: int
    other: int
    shared: tuple[int, ...]
    chance: float


def bridges(
    people: Collection[int],
    tied: Iterable[tuple[int, int]],
    around: Community,
    *,
    between: Collection[int] | None = None,
    apart: Collection[tuple[int, int]] = (),
    wanted: Callable[[tuple[int, int]], bool] = lambda _: True,
) -> dict[tuple[int, int], Bridge]:
    """The bridges to offer between `people`.

    `tied` are all pairs of attendees that interacted; `between` are the attendees who may be
    named as somebody the two talked with, everybody if not given; pairs in `apart`, and those not
    `wanted`, are left out.
    """
    contacts: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in tied:
        contacts[one].add(other)
        contacts[other].add(one)
    able = set(contacts if between is None else between)
    named = {each for each in able & contacts.keys() if len(contacts[each]) <= KNOWS_AT_MOST}

    def possible(pair: tuple[int, int]) -> bool:
        return pair not in apart and wanted(pair)

    points = _likeliest(set(people), contacts, around, named, possible)
    offered = {
        pair: Bridge(*pair, _shared(pair, contacts, named), logistic(_BASE + _A_POINT * found))
        for pair, found in points.items()
    }
    return {pair: offered[pair] for pair in sorted(offered)}


def _likeliest(
    people: set[int],
    contacts: Mapping[int, set[int]],
    around: Community,
    named: set[int],
    possible: Callable[[tuple[int, int]], bool],
) -> dict[tuple[int, int], float]:
    """What speaks for the pairs that are among the likeliest of one of the two.

    There are far more pairs than anything else here: little is done for each. People go by their
    place, those who get the least attention first: then the other one of a pair gets the more.
    """
    attention = {person: log1p(around.attention.get(person, 0)) for person in people}
    order = sorted(people & contacts.keys(), key=lambda person: (attention[person], person))
    place = {person: at for at, person in enumerate(order)}
    alive = [log1p(around.liveliness.get(person, 0.0)) for person in order]
    brought = [attention[person] + alive[at] for at, person in enumerate(order)]
    met_by = {person: sorted(place[each] for each in contacts[person] & people) for person in named}
    rarities = {person: _rarity(len(contacts[person])) for person in named}
    enough = (-_BASE + log(OFFERED_FROM / (1 - OFFERED_FROM))) / _A_POINT
    best = [[(enough, (0, 0))] * LIKELIEST for _ in order]
    least = [enough] * len(order)
    for at, one in enumerate(order):
        common: defaultdict[int, float] = defaultdict(float)
        for person in sorted(contacts[one] & named):
            rarity, met = rarities[person], met_by[person]
            for other in met[bisect_right(met, at) :]:
                common[other] += rarity
        own, needed = alive[at], least[at]
        for other, rarity in common.items():
            points = rarity + own + brought[other]
            if points >= needed or points >= least[other]:
                pair = ordered(one, order[other])
                if pair[1] in contacts[pair[0]] or not possible(pair):
                    continue
                found = (points, (-pair[0], -pair[1]))
                for each in (at, other):
                    if found > best[each][0]:
                        heapreplace(best[each], found)
                        least[each] = best[each][0][0]
                needed = least[at]
    return {(-one, -other): points for heap in best for points, (one, other) in heap if one}


def _shared(
    pair: tuple[int, int], contacts: Mapping[int, set[int]], named: set[int]
) -> tuple[int, ...]:
    """Whom the two both talked with, the best known first."""
    common = contacts[pair[0]] & contacts[pair[1]] & named
    return tuple(sorted(common, key=lambda person: (-len(contacts[person]), person)))


def _rarity(contacts: int) -> float:
    """What sharing somebody with so many contacts (two at least) says: the more, the less.

    After Adamic and Adar, Friends and neighbors on the Web (2003).
    """
    return 1 / log(1 + contacts)
