"""Who is likely to get on with whom, because of the people both know."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import exp, log, log1p

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bridges import KNOWS_AT_MOST, LIKELIEST, OFFERED_FROM, bridges
from bot.domain.strength import Community

ALIVE = Community(dict.fromkeys(range(1, 80), 3.0), {}, dict.fromkeys(range(1, 80), 3))
pairs = st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda p: p[0] < p[1]))
levels = st.dictionaries(st.integers(1, 9), st.floats(0, 9))
communities = st.builds(
    Community, levels, st.just({}), st.dictionaries(st.integers(1, 9), st.integers(0, 9))
)


def test_two_who_know_the_same_person_are_bridged_by_them() -> None:
    found = bridges({1, 2, 3}, [(1, 2), (2, 3)], ALIVE)
    assert [(b.one, b.other, b.shared) for b in found.values()] == [(1, 3, (2,))]


def test_only_those_who_may_be_named_bridge_others() -> None:
    ties = [(1, 2), (2, 3), (1, 4), (3, 4)]
    assert bridges({1, 3}, ties, ALIVE, between={4})[1, 3].shared == (4,)
    assert bridges({1, 3}, ties, ALIVE, between=()) == {}


def test_who_must_not_be_introduced_or_is_not_wanted_now_makes_room_for_others() -> None:
    hub = [(1, n) for n in range(2, 12)]
    best = bridges(range(2, 12), hub, ALIVE)
    apart = set(best)
    others = bridges(range(2, 12), hub, ALIVE, apart=apart)
    assert others
    assert not apart & others.keys()
    assert all(2 in pair for pair in bridges(range(2, 12), hub, ALIVE, wanted=lambda p: 2 in p))


def test_one_who_knows_few_says_more_than_one_who_knows_many() -> None:
    few = bridges({1, 3}, [(1, 2), (2, 3)], ALIVE)[1, 3]
    many = bridges({1, 3}, [(1, 2), *((2, n) for n in range(3, 20))], ALIVE)[1, 3]
    assert few.chance > many.chance


def test_one_who_knows_half_the_room_says_nothing() -> None:
    def known_by(how_many: int) -> list[tuple[int, int]]:
        return [(1, n) for n in range(2, how_many + 2)]

    assert bridges({2, 3}, known_by(KNOWS_AT_MOST), ALIVE)
    assert not bridges({2, 3}, known_by(KNOWS_AT_MOST + 1), ALIVE)


def test_being_alive_and_being_turned_to_make_it_likelier() -> None:
    ties = [(1, 2), (2, 3)]

    def chance(around: Community) -> float:
        return bridges({1, 3}, ties, around)[1, 3].chance

    little = Community({1: 3.0, 3: 3.0}, {}, {1: 3, 3: 3})
    assert chance(Community({1: 4.0, 3: 3.0}, {}, {1: 3, 3: 3})) > chance(little)
    assert chance(Community({1: 3.0, 3: 3.0}, {}, {1: 3, 3: 4})) > chance(little)


@given(pairs, st.sets(st.integers(1, 9)), communities)
def test_offered_are_the_likeliest_of_each_who_share_somebody(
    tied: set[tuple[int, int]], people: set[int], around: Community
) -> None:
    known: dict[int, set[int]] = defaultdict(set)
    for one, other in tied:
        known[one].add(other)
        known[other].add(one)
    chances: dict[tuple[int, int], float] = {}
    for one, other in combinations(sorted(people), 2):
        shared = known[one] & known[other]
        if not shared or other in known[one]:
            continue
        points = sum(1 / log(1 + len(known[each])) for each in shared)
        points += sum(log1p(around.liveliness.get(each, 0)) for each in (one, other))
        points += log1p(max(around.attention.get(each, 0) for each in (one, other)))
        chance = 1 / (1 + exp(3.75 - points / 2))
        if chance >= OFFERED_FROM + 1e-9:
            chances[one, other] = chance
    found = bridges(people, tied, around)
    for pair, bridge in found.items():
        assert set(bridge.shared) == known[pair[0]] & known[pair[1]]
        assert abs(bridge.chance - chances.get(pair, OFFERED_FROM)) < 1e-6
    for pair, chance in chances.items():
        if pair not in found:
            better = [
                [p for p, other in chances.items() if person in p and other >= chance - 1e-9]
                for person in pair
            ]
            assert all(len(each) > LIKELIEST for each in better)
