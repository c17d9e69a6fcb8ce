"""Who is likely to get on with whom, because of the people both know."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bridges import bridges
from bot.domain.strength import Community

QUIET = Community({}, {}, {})
pairs = st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda p: p[0] < p[1]))


def test_two_who_know_the_same_person_are_bridged_by_them() -> None:
    found = bridges({1, 2, 3}, [(1, 2), (2, 3)], QUIET)
    assert [(b.one, b.other, b.shared) for b in found.values()] == [(1, 3, (2,))]


def test_whoever_is_not_coming_bridges_nobody() -> None:
    assert bridges({1, 3}, [(1, 2), (2, 3)], QUIET) == {}
    assert bridges({1, 2}, [(1, 2), (2, 3)], QUIET) == {}


def test_one_who_knows_few_says_more_than_one_who_knows_everybody() -> None:
    few = bridges(range(1, 4), [(1, 2), (2, 3)], QUIET)[1, 3]
    everybody = bridges(range(1, 20), [(1, 2), *((2, n) for n in range(3, 20))], QUIET)[1, 3]
    assert few.chance > everybody.chance


def test_being_alive_and_being_turned_to_make_it_likelier() -> None:
    ties = [(1, 2), (2, 3)]
    quiet = bridges({1, 2, 3}, ties, QUIET)[1, 3].chance
    for around in (
        Community({1: 4.0}, {}, {}),
        Community({}, {}, {3: 7}),
    ):
        assert bridges({1, 2, 3}, ties, around)[1, 3].chance > quiet
    one = bridges({1, 2, 3}, ties, Community({1: 4.0}, {}, {}))[1, 3].chance
    both = bridges({1, 2, 3}, ties, Community({1: 4.0, 3: 4.0}, {}, {}))[1, 3].chance
    assert both > one


@given(pairs, st.sets(st.integers(1, 9)))
def test_bridges_are_exactly_the_untied_with_somebody_in_common(
    tied: set[tuple[int, int]], coming: set[int]
) -> None:
    known = {
        person: {x for pair in tied if person in pair for x in pair if x != person} & coming
        for person in coming
    }
    wanted = {
        (one, other): tuple(sorted(known[one] & known[other]))
        for one, other in combinations(sorted(coming), 2)
        if other not in known[one] and known[one] & known[other]
    }
    found = bridges(coming, tied, QUIET)
    assert {pair: bridge.shared for pair, bridge in found.items()} == wanted
