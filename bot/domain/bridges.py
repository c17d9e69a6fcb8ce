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

    There are far more pairs than anything else here: little is done for each.
    """
    alive = {person: log1p(around.liveliness.get(person, 0.0)) for person in people}
    known = {person: log1p(around.attention.get(person, 0)) for person in people}
    met_by = {person: sorted(contacts[person] & people) for person in named}
    rarities = {person: _rarity(len(contacts[person])) for person in named}
    enough = (-_BASE + log(OFFERED_FROM / (1 - OFFERED_FROM))) / _A_POINT
    best = {person: [(enough, 0, 0)] * LIKELIEST for person in people}
    least = dict.fromkeys(people, enough)
    for one in sorted(people & contacts.keys()):
        common: defaultdict[int, float] = defaultdict(float)
        for person in sorted(contacts[one] & named):
            rarity, met = rarities[person], met_by[person]
            for other in met[bisect_right(met, one) :]:
                common[other] += rarity
        for other in contacts[one]:
            common.pop(other, None)
        own, mine, needed = alive[one], known[one], least[one]
        for other, rarity in common.items():
            theirs = known[other]
            points = rarity + own + alive[other]
            points += theirs if theirs > mine else mine  # noqa: FURB136 - max() takes twice as long
            if (points >= needed or points >= least[other]) and possible((one, other)):
                found = (points, -one, -other)
                for person in (one, other):
                    if found > best[person][0]:
                        heapreplace(best[person], found)
                        least[person] = best[person][0][0]
                needed = least[one]
    return {(-one, -other): points for heap in best.values() for points, one, other in heap if one}


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
