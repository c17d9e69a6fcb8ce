"""A large tweetup is planned exactly, and in no time."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.domain.interactions import TELLING, Interaction
from bot.domain.planning import Round, Situation, plan_round
from bot.services.matching import best_matching

PEOPLE, TIES = 2_000, 20_000
NOW = datetime(2026, 1, 20, tzinfo=UTC)
# Times a plain loop that takes a tenth of a second where planning is to take one.
AT_MOST = 10
TRIES = 5


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
    situation = busy_tweetup()
    found = Round()

    def plan() -> None:
        nonlocal found
        found = plan_round(situation, best_matching)

    assert any(_took(plan) < AT_MOST * _took(_yardstick) for _ in range(TRIES))
    met = [each for each in found.planned if each.kind == "finally_meet"]
    assert sum(len(each.people) for each in met) >= 0.99 * PEOPLE
    assert len(found.planned) > len(met)


def _took(work: Callable[[], object]) -> float:
    """In seconds of this process alone: what else the machine does counts for little."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _yardstick() -> None:
    counted: defaultdict[int, float] = defaultdict(float)
    for number in range(700_000):
        counted[number * 7 % PEOPLE] += 0.5
