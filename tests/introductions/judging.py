"""How a choice of introductions fares beside plain counting, person by person.

Each person has half of what a pair of theirs proved, so that people can be drawn again at random:
what the draws differ by is the noise in a figure of so few pairs.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.domain.event_days import EventDays
from bot.domain.strength import Chance, Signals, chance
from bot.evaluate.baselines import rounds_by_count
from bot.evaluate.chosen import ROUNDS, Chosen, chosen
from bot.evaluate.question import Pair, Question, question
from bot.x.archive import read_archive
from tests.end_to_end.archives import real_archives

TIE_BREAKS = 200
DRAWS = 2_000
WHAT = ("again_any", "again_talk", "people_right")

Model = Callable[[Signals], Chance]
# Per person, what was reached of each of WHAT.
Tally = dict[int, tuple[float, ...]]
# What one person reached by choice, and by count.
Person = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True)
class Figure:
    """A sum over people, with the interval that 95 % of the draws fall into."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judged:
    """What was reached by choice and by count, in one archive."""

    pairs: int
    reached: Tally
    counted: Tally


def questions(*, reposts: bool = True) -> list[Question]:
    return [
        question(
            read_archive(each.path), EventDays(each.start, each.end, each.zone), reposts=reposts
        )
        for each in real_archives()
    ]


def judged(asked: Question, model: Model = chance) -> Judged:
    choice: Chosen = chosen(asked, model)
    dice = random.Random(1)
    counted: defaultdict[int, list[float]] = defaultdict(lambda: [0.0] * len(WHAT))
    for _ in range(TIE_BREAKS):
        for person, found in _tally(asked, rounds_by_count(asked.together, dice, ROUNDS)).items():
            for which, value in enumerate(found):
                counted[person][which] += value / TIE_BREAKS
    return Judged(
        len(choice.finally_meet[0]),
        _tally(asked, choice.finally_meet),
        {person: tuple(found) for person, found in counted.items()},
    )


def differences(all_judged: Iterable[Judged]) -> dict[str, tuple[Figure, Figure]]:
    """What was reached in all archives, and by how much that is more than by plain count."""
    people = [
        (each.reached[person], each.counted[person])
        for each in all_judged
        for person in sorted(each.counted)
    ]
    dice = random.Random(2)
    draws = [dice.choices(people, k=len(people)) for _ in range(DRAWS)]
    return {
        what: (
            _figure(people, draws, partial(_reached, which)),
            _figure(people, draws, partial(_more, which)),
        )
        for which, what in enumerate(WHAT)
    }


def _reached(which: int, person: Person) -> float:
    return person[0][which]


def _more(which: int, person: Person) -> float:
    return person[0][which] - person[1][which]


def _figure(
    people: Sequence[Person], draws: Sequence[Sequence[Person]], of: Callable[[Person], float]
) -> Figure:
    sums = sorted(sum(map(of, draw)) for draw in draws)
    edge = len(sums) // 40
    return Figure(sum(map(of, people)), sums[edge], sums[-1 - edge])


def _tally(asked: Question, rounds: Sequence[Collection[Pair]]) -> Tally:
    halves = [Counter[int](), Counter[int]()]
    right: set[int] = set()
    for number, pairs in enumerate(rounds):
        for pair in pairs:
            if pair in asked.again_any:
                right.update(pair)
            if number == 0:
                for person in pair:
                    halves[0][person] += pair in asked.again_any
                    halves[1][person] += pair in asked.again_talk
    return {
        person: (halves[0][person] / 2, halves[1][person] / 2, float(person in right))
        for person in {person for pair in asked.together for person in pair}
    }
