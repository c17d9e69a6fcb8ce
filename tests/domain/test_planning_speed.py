"""A large tweetup is planned exactly, and in no time."""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from bot.domain.interactions import TELLING, Interaction
from bot.domain.planning import Edge, PairOf, Situation, plan_round
from bot.services.matching import best_matching

PEOPLE, TIES = 2_000, 20_000
NOW = datetime(2026, 1, 20, tzinfo=UTC)
# Times what the matching by itself takes, which is the part that cannot be had for less. It takes
# most of a second; how much of one depends on what else the machine does.
AT_MOST = 4


def busy_tweetup() -> Situation:
    """Everybody willing; some far better known than others."""
    chance = random.Random(2026)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < TIES:
        one = chance.randrange(PEOPLE) + 1
        other = int(PEOPLE * chance.random() ** 1.5) + 1
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    made = [
        Interaction(
            number,
            chance.choice(TELLING),
            pair[0],
            NOW - timedelta(hours=400 * chance.random()),
            other_id=pair[1],
        )
        for number, pair in enumerate(sorted(pairs), start=1)
    ]
    everybody = range(1, PEOPLE + 1)
    return Situation(
        NOW,
        dict.fromkeys(everybody, 3),
        listed=everybody,
        interactions=made,
        posted=[(each.author_id, each.at) for each in made],
    )


def test_two_thousand_people_with_twenty_thousand_ties_are_planned_at_once() -> None:
    situation, in_matching = busy_tweetup(), []

    def matching(edges: Collection[Edge]) -> Collection[PairOf]:
        began = time.process_time()
        pairs = best_matching(edges)
        in_matching.append(time.process_time() - began)
        return pairs

    began = time.process_time()
    found = plan_round(situation, matching)
    took = time.process_time() - began
    met = [each for each in found.planned if each.kind == "finally_meet"]
    assert sum(len(each.people) for each in met) >= 0.99 * PEOPLE
    assert len(found.planned) > len(met)
    assert took < AT_MOST * sum(in_matching)
