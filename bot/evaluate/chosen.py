"""What the product chooses: a round of each kind, and three rounds of *finally meet*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.bridges import bridges
from bot.domain.interactions import ties
from bot.domain.planning import Edge
from bot.domain.strength import (
    STRONGEST,
    Chance,
    Community,
    Signals,
    chance,
    community,
    signals,
    worth,
)
from bot.evaluate.question import Pair, Question
from bot.services.matching import best_matching

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairs of each round, the likeliest first."""

    finally_meet: tuple[tuple[Pair, ...], ...]
    bridge: tuple[Pair, ...]


def chosen(question: Question, model: Callable[[Signals], Chance] = chance) -> Chosen:
    """Choose by the product's own model, or by another one to compare it with."""
    around = community(question.before, question.posted, question.at)
    return Chosen(_finally_meet(question, around, model), _bridges(question, around))


def _finally_meet(
    question: Question, around: Community, model: Callable[[Signals], Chance]
) -> tuple[tuple[Pair, ...], ...]:
    between = signals(ties(question.before), around, question.at)
    left = {pair: model(between[pair]) for pair in question.together}
    missed: dict[int, float] = {}
    rounds = []
    for _ in range(ROUNDS):
        edges = [Edge(*pair, worth(left[pair], missed, pair)) for pair in sorted(left)]
        pairs = sorted(best_matching(edges), key=lambda pair: (-left[pair].confidence, pair))
        rounds.append(tuple(pairs))
        for pair in pairs:
            for person in pair:
                missed[person] = missed.get(person, 1.0) * (1 - left[pair].again)
            del left[pair]
    return tuple(rounds)


def _bridges(question: Question, around: Community) -> tuple[Pair, ...]:
    found = bridges(question.attendees, question.together, around)
    edges = [
        Edge(*pair, round(STRONGEST * bridge.chance)) for pair, bridge in sorted(found.items())
    ]
    return tuple(sorted(best_matching(edges), key=lambda pair: (-found[pair].chance, pair)))
