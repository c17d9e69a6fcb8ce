"""A round of introductions: exact, fair, willing people only; against brute force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.interactions import Tie
from bot.domain.introductions import (
    EVIDENCE_SHOWN,
    QUESTIONS,
    ROUNDS_BEFORE,
    Edge,
    Pair,
    plan_round,
    rounds,
)
from bot.services.matching import best_matching

PairOf = tuple[int, int]
PAIRS = list(combinations(range(1, 8), 2))

strengths = st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 1_000), max_size=14)
all_ties = strengths.map(
    lambda chosen: {
        pair: Tie(*pair, strength, tuple(range(100 * pair[0] + pair[1], 100 * pair[0] + 20)))
        for pair, strength in chosen.items()
    }
)
attending = st.sets(st.integers(1, 9))
introduced = st.sets(st.sampled_from(PAIRS))


def by_brute_force(edges: Collection[Edge]) -> tuple[int, int]:
    """(pairs, weight) of the best round there is: most pairs first, then most weight."""
    best = (0, 0)
    for position, edge in enumerate(rest := list(edges)):
        apart = [e for e in rest[position + 1 :] if not {e.one, e.other} & {edge.one, edge.other}]
        pairs, weight = by_brute_force(apart)
        best = max(best, (pairs + 1, weight + edge.weight))
    return best


@settings(max_examples=300)
@given(attending, all_ties, introduced)
def test_every_round_is_the_best_there_is(
    going: set[int], known: dict[PairOf, Tie], before: set[PairOf]
) -> None:
    planned = plan_round(going, known, before, best_matching)
    possible = [
        Edge(*pair, tie.strength)
        for pair, tie in known.items()
        if set(pair) <= going and pair not in before
    ]
    weight = sum(known[pair.one, pair.other].strength for pair in planned)
    assert (len(planned), weight) == by_brute_force(possible)


@given(attending, all_ties, introduced)
def test_only_willing_people_who_talked_and_never_met_and_each_once(
    going: set[int], known: dict[PairOf, Tie], before: set[PairOf]
) -> None:
    planned = plan_round(going, known, before, best_matching)
    reached = [person for pair in planned for person in (pair.one, pair.other)]
    assert len(reached) == len(set(reached))
    assert set(reached) <= going
    for pair in planned:
        assert (pair.one, pair.other) not in before
        tie = known[pair.one, pair.other]
        assert pair.evidence == tie.evidence[::-1][:EVIDENCE_SHOWN]
        assert pair.kind == "finally_meet"
        assert 1 <= int(pair.opening.removeprefix("any.")) <= QUESTIONS


@given(attending, all_ties, introduced, st.randoms())
def test_the_same_input_in_any_order_gives_the_same_round(
    going: set[int], known: dict[PairOf, Tie], before: set[PairOf], random: Random
) -> None:
    planned = plan_round(going, known, before, best_matching)
    people, pairs, talked = list(going), list(before), list(known.items())
    for each in (people, pairs, talked):
        random.shuffle(each)
    assert plan_round(people, dict(talked), pairs, best_matching) == planned


@given(attending, all_ties)
def test_rounds_go_on_until_everybody_who_talked_is_introduced(
    going: set[int], known: dict[PairOf, Tie]
) -> None:
    wanted = {pair for pair in known if set(pair) <= going}
    before: set[PairOf] = set()
    while planned := plan_round(going, known, before, best_matching):
        made = {(pair.one, pair.other) for pair in planned}
        assert not made & before, "somebody was introduced twice"
        before |= made
    assert before == wanted


def test_most_people_come_before_the_strongest_tie() -> None:
    chain = {
        (1, 2): Tie(1, 2, 5, (12,)),
        (2, 3): Tie(2, 3, 900, (23,)),
        (3, 4): Tie(3, 4, 5, (34,)),
    }
    planned = plan_round({1, 2, 3, 4}, chain, (), best_matching)
    assert [(pair.one, pair.other) for pair in planned] == [(1, 2), (3, 4)]


def test_the_edges_and_the_pairs_of_a_round_are_in_order() -> None:
    seen: list[Edge] = []

    def matching(edges: Collection[Edge]) -> list[PairOf]:
        seen.extend(edges)
        return [(4, 3), (2, 1)]

    known = {pair: Tie(*pair, 10, (7,)) for pair in [(3, 4), (1, 2), (1, 5)]}
    planned = plan_round({1, 2, 3, 4}, known, (), matching)
    assert seen == [Edge(1, 2, 10), Edge(3, 4, 10)]
    assert planned == (
        Pair(1, 2, "finally_meet", (7,), "any.4"),
        Pair(3, 4, "finally_meet", (7,), "any.8"),
    )


def test_rounds_come_at_the_events_own_time_of_day() -> None:
    starts = datetime(2027, 3, 30, 17, 30, tzinfo=UTC)  # 18:30 in London; clocks change on the 28th
    due = rounds(starts, "Europe/London", starts - timedelta(days=30))
    local = [at.astimezone(ZoneInfo("Europe/London")) for at in due]
    assert [f"{at:%d %B %H:%M}" for at in local] == [
        "20 March 18:30",
        "27 March 18:30",
        "29 March 18:30",
    ]
    assert rounds(starts, "Europe/London", starts - timedelta(days=2)) == due[-1:]
    assert rounds(starts, "Europe/London", due[-1]) == ()
    assert len(due) == len(ROUNDS_BEFORE)
