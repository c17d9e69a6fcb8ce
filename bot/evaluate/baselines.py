"""What the choice is measured against: plain counting, chance, and hindsight."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from itertools import combinations

from bot.domain.planning import Edge
from bot.evaluate.question import Pair, Question
from bot.services.matching import best_matching

TIE_BREAKS = 200
# So that all tie-breaks of a matching together weigh less than one post.
_ONE_POST = 1 << 32
_TIE_BREAK = 1 << 16


def by_count(together: Mapping[Pair, int], dice: random.Random) -> set[Pair]:
    """The most pairs, then the most posts between them, then as the dice fall."""
    return best_matching(
        [
            Edge(*pair, posts * _ONE_POST + dice.randrange(_TIE_BREAK))
            for pair, posts in together.items()
        ]
    )


def rounds_by_count(
    together: Mapping[Pair, int], dice: random.Random, rounds: int
) -> list[set[Pair]]:
    """So many rounds by plain count, in which no pair comes twice."""
    left = dict(together)
    found = []
    for _ in range(rounds):
        found.append(by_count(left, dice))
        for pair in found[-1]:
            del left[pair]
    return found


def by_hindsight(together: Collection[Pair], right: Collection[Pair]) -> set[Pair]:
    """The most pairs, and as many of them as can be among those that proved right."""
    return best_matching([Edge(*pair, 2 if pair in right else 1) for pair in together])


def by_chance(question: Question) -> tuple[float, float]:
    """The rates at which two of the reachable attendees interact during the event."""
    reachable = sorted({person for pair in question.together for person in pair})
    pairs = list(combinations(reachable, 2))
    any_, talk = question.hits(pairs)
    return (any_ / len(pairs), talk / len(pairs)) if pairs else (0.0, 0.0)
