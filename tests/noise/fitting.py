"""Logistic regression over the classifier's signals, in plain Python: weights fitted afresh.

The weights in the product are set by hand. Fitting them on one part of the labelled posts and
trying them on the rest says how far the signals themselves carry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from bot.domain.noise import AuthorRecord, Content
from bot.domain.noise.content import read
from bot.domain.noise.signals import signals

BASE = "base"
ROUNDS = 200
STEP = 2.0
SHRINKING = 0.001  # keeps the weight of a rare signal from growing without bounds

Features = Mapping[str, float]


def features(text: str) -> Features:
    found = signals(read(Content(text)), AuthorRecord())
    return {BASE: 1.0, **{signal.key: signal.strength for signal in found}}


def fitted(posts: Sequence[Features], is_ad: Sequence[bool]) -> Mapping[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for _ in range(ROUNDS):
        slope: defaultdict[str, float] = defaultdict(float)
        for post, label in zip(posts, is_ad, strict=True):
            off = label - probability(post, weights)
            for key, strength in post.items():
                slope[key] += off * strength / len(posts)
        for key in slope:
            weights[key] += STEP * (slope[key] - SHRINKING * weights[key])
    return weights


def probability(post: Features, weights: Mapping[str, float]) -> float:
    return 1 / (1 + exp(-sum(weights.get(key, 0.0) * value for key, value in post.items())))
