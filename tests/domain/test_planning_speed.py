"""A large tweetup is planned exactly, and in no time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable

from bot.domain.planning import Round, plan_round
from bot.services.matching import best_matching
from tests.domain.crowd import PEOPLE, large_tweetup

# Times a plain loop that takes a tenth of a second where planning is to take one.
AT_MOST = 10
TRIES = 5


def test_two_thousand_people_with_twenty_thousand_ties_are_planned_at_once() -> None:
    situation = large_tweetup()
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
