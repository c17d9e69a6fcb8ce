"""What the choice is measured against: plain counting, chance, and hindsight."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from itertools import combinations

from bot.domain.planning import Edge
from bot.evaluate.question import Pair, Question
from bot.services.matching import best_matching, heaviest

TIE_BREAKS = 200


def by_count(together: Mapping[Pair, int], dice: random.Random) -> set[Pair]:
    """The most pairs, then the most posts between them, then as the dice fall."""
    pairs = len({person for pair in together for person in pair}) // 2
    most = max(together.values(), default=0)
    # As fine as is weighed exactly; all tie-breaks together weigh less than one post.
    tie_break = max(0, heaviest(2 * pairs) - most) // (most * pairs + 1)
    one_post = pairs * tie_break + 1
    edges = [
        Edge(*pair, posts * one_post + dice.randint(0, tie_break))
        for pair, posts in together.items()
    ]
    # What is alike even so comes as it is put.
    dice.shuffle(edges)
    return best_matching(edges)


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
