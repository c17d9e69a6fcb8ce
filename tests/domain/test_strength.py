"""How likely two people are to turn to each other again, and what that rests on."""

from __future__ import annotations

from datetime import timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interactions import Interaction, InteractionKind, ties
from bot.domain.strength import STRONGEST, Chance, Signals, chance, community, signals, worth
from tests.domain.making import FIRST

WEEK = timedelta(days=7)
ANN, BEN, CLEO = 1, 2, 3

signals_of_any = st.builds(
    Signals,
    posts=st.floats(0.1, 500),
    both_ways=st.booleans(),
    talked=st.booleans(),
    freshness=st.floats(0, 1),
    quieter=st.floats(0, 500),
    contacts=st.integers(1, 500),
)


def turned(
    post_id: int, author: int, other: int | None, kind: InteractionKind = "reply", days: float = 0
) -> Interaction:
    return Interaction(post_id, kind, author, FIRST - timedelta(days=days), other_id=other)


def between(*interactions: Interaction) -> dict[tuple[int, int], Signals]:
    posted = [(each.author_id, each.at) for each in interactions]
    return signals(ties(interactions), community(interactions, posted, FIRST), FIRST)


class TestSignals:
    def test_each_is_what_its_name_says(self) -> None:
        found = between(
            turned(1, ANN, BEN, "repost", days=14),
            turned(2, BEN, ANN, "quote", days=7),
            turned(3, BEN, CLEO, days=7),
        )
        ann_ben = found[ANN, BEN]
        assert (ann_ben.posts, ann_ben.contacts) == (2.0, 2)
        assert ann_ben.both_ways
        assert ann_ben.talked
        assert ann_ben.freshness == pytest.approx(exp(-1))
        assert ann_ben.quieter == pytest.approx(exp(-2))

    def test_a_repost_is_no_talk(self) -> None:
        assert not between(turned(1, ANN, BEN, "repost"))[ANN, BEN].talked

    def test_a_post_that_turns_to_somebody_twice_counts_once(self) -> None:
        twice = between(turned(1, ANN, BEN, "reply"), turned(1, ANN, BEN, "quote"))
        assert twice[ANN, BEN].posts == 1

    def test_one_name_in_a_list_of_ten_counts_for_less(self) -> None:
        others = range(10, 19)
        listed = between(*(turned(1, ANN, other, "mention") for other in (BEN, *others)))
        assert listed[ANN, BEN].posts == pytest.approx(0.3)
        few = between(*(turned(1, ANN, other, "mention") for other in (BEN, 10, 11)))
        assert few[ANN, BEN].posts == 1

    def test_whom_nobody_knows_and_oneself_are_no_pair(self) -> None:
        assert between(turned(1, ANN, None), turned(2, ANN, ANN)) == {}

    def test_what_is_told_ahead_of_time_is_fresh(self) -> None:
        assert between(turned(1, ANN, BEN, days=-1))[ANN, BEN].freshness == 1

    @given(st.permutations(range(6)))
    def test_the_order_does_not_matter(self, order: list[int]) -> None:
        said = [turned(n, 1 + n % 3, 1 + (n + 1) % 3, "mention", days=n) for n in range(6)]
        found = between(*(said[n] for n in order))
        for pair, expected in between(*said).items():
            assert found[pair].quieter == pytest.approx(expected.quieter)
            assert chance(found[pair]).confidence == pytest.approx(chance(expected).confidence)


class TestChance:
    @given(signals_of_any)
    def test_is_a_chance(self, found: Signals) -> None:
        given = chance(found)
        assert 0 < given.again < 1
        assert 0 < given.talk < 1

    @given(signals_of_any, signals_of_any)
    def test_more_of_anything_is_never_worth_less(self, one: Signals, other: Signals) -> None:
        more = Signals(
            posts=max(one.posts, other.posts),
            both_ways=one.both_ways or other.both_ways,
            talked=one.talked or other.talked,
            freshness=max(one.freshness, other.freshness),
            quieter=max(one.quieter, other.quieter),
            contacts=max(one.contacts, other.contacts),
        )
        assert chance(more).again >= chance(one).again
        assert chance(more).talk >= chance(one).talk

    def test_two_who_are_silent_since_are_less_likely(self) -> None:
        lately = between(turned(1, ANN, BEN, days=1), turned(2, BEN, ANN, days=1))
        once = between(turned(1, ANN, BEN, days=30), turned(2, BEN, ANN, days=30))
        assert chance(lately[ANN, BEN]).again > 2 * chance(once[ANN, BEN]).again


class TestWorth:
    @given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
    def test_is_a_whole_number_from_1_on(self, again: float, talk: float, missed: float) -> None:
        assert 1 <= worth(Chance(again, talk), {ANN: missed}, (ANN, BEN)) <= STRONGEST

    def test_who_had_no_luck_comes_first(self) -> None:
        likely = Chance(0.5, 0.5)
        assert worth(likely, {ANN: 0.2, BEN: 0.2}, (ANN, BEN)) == STRONGEST / 10
        assert worth(likely, {ANN: 0.2}, (ANN, BEN)) == STRONGEST * 3 / 10
        assert worth(likely, {}, (ANN, BEN)) == STRONGEST / 2
