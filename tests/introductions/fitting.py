"""Logistic regression over what stands between two people, in plain Python: weights fitted afresh.

The weights in the product are whole quarters, set after fitting. Fitting them on all archives but
one and choosing on that one says how far the signals themselves carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import log1p, sqrt

from bot.domain.interactions import ties
from bot.domain.strength import Chance, Community, Signals, community, logistic, signals
from bot.evaluate.question import Question

STEPS = 300
STEP = 1.0
# Holds weights back, as there are a few hundred pairs to learn from.
SHRINKING = 0.06

Weights = Sequence[float]


def features(found: Signals) -> tuple[float, ...]:
    return (
        1.0,
        log1p(found.posts),
        float(found.both_ways),
        found.freshness,
        log1p(found.quieter),
        log1p(found.contacts),
        float(found.talked),
    )


def fitted(questions: Iterable[Question]) -> Callable[[Signals], Chance]:
    """A model that has learnt from these questions alone."""
    seen, again, talk = [], [], []
    for question in questions:
        around: Community = community(question.before, question.posted, question.at)
        between = signals(ties(question.before), around, question.at)
        for pair in question.together:
            seen.append(features(between[pair]))
            again.append(pair in question.again_any)
            talk.append(pair in question.again_talk)
    return partial(_chance, _weights(seen, again), _weights(seen, talk))


def _chance(again: Weights, talk: Weights, found: Signals) -> Chance:
    seen = features(found)
    return Chance(logistic(_points(again, seen)), logistic(_points(talk, seen)))


def _points(weights: Weights, seen: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, seen, strict=True))


def _weights(seen: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """Gradient descent on standardised features; the base rate, the first, is not held back."""
    centres = [0.0, *(sum(column) / len(seen) for column in list(zip(*seen, strict=True))[1:])]
    scales = [
        sqrt(sum((value - centre) ** 2 for value in column) / len(seen)) or 1.0
        for column, centre in zip(zip(*seen, strict=True), centres, strict=True)
    ]
    rows = [
        [
            (value - centre) / scale
            for value, centre, scale in zip(row, centres, scales, strict=True)
        ]
        for row in seen
    ]
    weights = [0.0] * len(scales)
    for _ in range(STEPS):
        slope = [0.0, *(-SHRINKING * weight for weight in weights[1:])]
        for row, hit in zip(rows, right, strict=True):
            off = (hit - logistic(_points(weights, row))) / len(rows)
            slope = [down + off * value for down, value in zip(slope, row, strict=True)]
        weights = [weight + STEP * down for weight, down in zip(weights, slope, strict=True)]
    plain = [weight / scale for weight, scale in zip(weights, scales, strict=True)]
    return [plain[0] - _points(plain, centres), *plain[1:]]
