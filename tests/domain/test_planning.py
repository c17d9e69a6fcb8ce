"""A round of introductions: what it promises to people, whatever is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interactions import TELLING, Interaction, evidence, ordered, ties
from bot.domain.planning import EVIDENCE_SHOWN, Planned, Situation, plan_round
from bot.domain.strength import chance, community, signals, worth
from bot.services.matching import best_matching

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
PEOPLE = range(1, 8)
PAIRS = list(combinations(PEOPLE, 2))


def did(post_id: int, kind: str, by: int, to: int) -> Interaction:
    at = NOW - timedelta(hours=100) + timedelta(minutes=post_id)
    return Interaction(post_id, kind, by, at, other_id=to)  # type: ignore[arg-type]


doings = st.lists(
    st.tuples(st.sampled_from(TELLING), st.permutations(PEOPLE).map(lambda p: (p[0], p[1]))),
    max_size=20,
).map(lambda made: [did(n, kind, *who) for n, (kind, who) in enumerate(made, start=1)])
some_pairs = st.sets(st.sampled_from(PAIRS), max_size=6)
situations = st.builds(
    Situation,
    at=st.just(NOW),
    room=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 3)),
    listed=st.sets(st.sampled_from(PEOPLE)),
    interactions=doings,
    posted=doings.map(lambda made: [(each.author_id, each.at) for each in made]),
    introduced=some_pairs,
    blocked=some_pairs,
    earlier=some_pairs,
    newcomers=st.none() | st.sets(st.sampled_from(PEOPLE)),
)


def meetings(planned: Collection[Planned], kind: str = "finally_meet") -> list[Planned]:
    return [each for each in planned if each.kind == kind]


@given(situations)
def test_what_a_round_promises_to_everybody(situation: Situation) -> None:
    planned = plan_round(situation, best_matching).planned
    pairs = [pair for each in planned for pair in each.pairs]
    assert len(pairs) == len(set(pairs)), "nobody is introduced to somebody twice"
    assert not {*situation.introduced, *situation.blocked}.intersection(pairs)
    met = Counter(person for pair in pairs for person in pair)
    assert all(times <= situation.room[person] for person, times in met.items())
    for kind in ("finally_meet", "bridge"):
        reached = [person for each in meetings(planned, kind) for person in each.people]
        assert len(reached) == len(set(reached)), f"one {kind} a person"
    for each in planned:
        assert len(each.people) in ((2, 3) if each.kind == "finally_meet" else (2,))
        if situation.newcomers is not None:
            assert set(situation.newcomers).intersection(each.people)


@given(situations)
def test_everybody_learns_why_they_are_introduced(situation: Situation) -> None:
    planned = plan_round(situation, best_matching).planned
    between = ties(situation.interactions)
    for each in meetings(planned):
        shown = set(each.evidence)
        assert 1 <= len(each.evidence) == len(shown) <= EVIDENCE_SHOWN
        tied = {
            person
            for pair in each.pairs
            if shown & {one.post_id for one in between.get(pair, ())}
            for person in pair
        }
        assert tied == set(each.people), "whoever is introduced has a post that shows it"
    for each in meetings(planned, "bridge"):
        one, other = each.people
        assert each.shared
        assert ordered(one, other) not in between
        for person in each.shared:
            assert person in situation.listed
            assert ordered(one, person) in between
            assert ordered(other, person) in between


@given(situations, st.randoms())
def test_the_same_input_in_any_order_gives_the_same_round(
    situation: Situation, random: Random
) -> None:
    def shuffled(found: Collection[object]) -> list[object]:
        listed = list(found)
        random.shuffle(listed)
        return listed

    other = replace(
        situation,
        room=dict(shuffled(situation.room.items())),  # type: ignore[arg-type]
        interactions=shuffled(situation.interactions),  # type: ignore[arg-type]
        listed=shuffled(situation.listed),  # type: ignore[arg-type]
        introduced=shuffled(situation.introduced),  # type: ignore[arg-type]
        blocked=shuffled(situation.blocked),  # type: ignore[arg-type]
        earlier=shuffled(situation.earlier),  # type: ignore[arg-type]
    )
    assert plan_round(other, best_matching) == plan_round(situation, best_matching)


@given(situations)
def test_most_people_are_reached_first_then_the_likeliest(situation: Situation) -> None:
    fresh = replace(situation, earlier=())
    around = community(fresh.interactions, fresh.posted, NOW)
    weights = {
        pair: worth(chance(found), {}, pair)
        for pair, found in signals(ties(fresh.interactions), around, NOW).items()
        if pair not in fresh.apart
        and fresh.now(pair)
        and all(fresh.room.get(person, 0) >= 1 for person in pair)
    }
    made = [
        ordered(*each.people[:2]) for each in meetings(plan_round(fresh, best_matching).planned)
    ]
    assert (len(made), sum(weights[pair] for pair in made)) == by_brute_force(weights)


def by_brute_force(weights: dict[tuple[int, int], int]) -> tuple[int, int]:
    """(pairs, weight) of the best round there is: most pairs first, then most weight."""

    @cache
    def best(left: frozenset[int]) -> tuple[int, int]:
        if not left:
            return (0, 0)
        one = min(left)
        found = best(left - {one})
        for (a, b), weight in weights.items():
            if one in (a, b) and {a, b} <= left:
                pairs, more = best(left - {a, b})
                found = max(found, (pairs + 1, weight + more))
        return found

    return best(frozenset(PEOPLE))


def test_with_newcomers_only_they_are_introduced() -> None:
    room, made = dict.fromkeys(PEOPLE, 1), [did(1, "reply", 1, 2), did(2, "reply", 3, 4)]
    for newcomers, met in ((None, [(1, 2), (3, 4)]), ({4}, [(3, 4)]), (set(), [])):
        situation = Situation(NOW, room, interactions=made, newcomers=newcomers)
        found = meetings(plan_round(situation, best_matching).planned)
        assert sorted(each.people for each in found) == met


@given(doings)
def test_rounds_go_on_until_all_who_talked_are_introduced(made: list[Interaction]) -> None:
    room = dict.fromkeys(PEOPLE, 99)
    ledger: set[tuple[int, int]] = set()
    while planned := plan_round(
        Situation(NOW, room, interactions=made, introduced=ledger), best_matching
    ).planned:
        ledger.update(pair for each in planned for pair in each.pairs)
    assert ledger >= ties(made).keys()


def test_a_third_joins_where_the_chance_is_best() -> None:
    made = [
        *(did(n, "reply", 1 + n % 2, 2 - n % 2) for n in range(1, 7)),
        did(10, "mention", 3, 1),
        did(11, "reply", 3, 2),
        did(12, "reply", 2, 3),
    ]
    given = Situation(NOW, {1: 2, 2: 2, 3: 2}, interactions=made)
    (trio,) = plan_round(given, best_matching).planned
    assert trio.people == (1, 2, 3)


def test_the_most_telling_posts_come_first_and_one_of_each() -> None:
    tie = ties([did(1, "reply", 1, 2), did(2, "repost", 1, 2), did(3, "quote", 1, 2)])[1, 2]
    assert evidence(tie, 2) == (1, 3)
    both = ties([*tie, did(4, "repost", 2, 1), did(5, "reply", 1, 2)])[1, 2]
    assert evidence(both, 3) == (5, 1, 4)
    assert evidence(both, 1) == (5,)


def test_in_a_later_round_those_come_first_who_had_the_least_luck() -> None:
    made = [did(1, "reply", 1, 2), did(2, "reply", 2, 3), did(3, "reply", 1, 4)]
    given = Situation(
        NOW, dict.fromkeys((2, 3, 1), 1), interactions=made, introduced={(1, 4)}, earlier={(1, 4)}
    )
    lucky = replace(given, room={**given.room, 4: 0})
    (pair,) = plan_round(lucky, best_matching).planned
    assert pair.people == (2, 3)


def test_a_third_joins_only_where_all_three_have_room() -> None:
    made = [did(1, "reply", 1, 2), did(2, "reply", 2, 1), did(3, "repost", 3, 1)]
    roomy = {1: 2, 2: 2, 3: 2}
    found = plan_round(Situation(NOW, roomy, interactions=made), best_matching)
    (trio,) = found.planned
    assert (trio.people, trio.evidence, found.talked) == ((1, 2, 3), (2, 1, 3), 3)
    for full in roomy:
        room = {**roomy, full: 1}
        (pair,) = plan_round(Situation(NOW, room, interactions=made), best_matching).planned
        assert len(pair.people) == 2


def test_a_bridge_is_for_those_who_have_room_beside_whom_they_meet() -> None:
    made = [did(n, "reply", one, 9) for n, one in enumerate((1, 2, 1, 2), start=1)]
    made += [did(10, "reply", 1, 3), did(11, "reply", 2, 4)]
    alive = [(person, NOW) for person in (1, 2) for _ in range(9)]
    room = {1: 2, 2: 2, 3: 1, 4: 1}
    given = Situation(NOW, room, listed=(9,), interactions=made, posted=alive)
    (bridge,) = meetings(plan_round(given, best_matching).planned, "bridge")
    assert (bridge.people, bridge.shared) == ((1, 2), (9,))
    full = replace(given, room={**room, 2: 1})
    assert meetings(plan_round(full, best_matching).planned, "bridge") == []
    assert meetings(plan_round(replace(given, listed=()), best_matching).planned, "bridge") == []
