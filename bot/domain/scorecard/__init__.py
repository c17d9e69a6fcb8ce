"""The eight-point test of an account, and the four mistakes: coaching for who asks for it.

Every rule is a function of what was read, with its reason beside it; nothing is learned, and no
number is made of a person.
"""

from __future__ import annotations

from bot.domain.scorecard.card import (
    AGAIN_AFTER,
    POSTS_AT_LEAST,
    POSTS_AT_MOST,
    REACH,
    Card,
    score,
)
from bot.domain.scorecard.finding import Finding, Mistake, Point, State
from bot.domain.scorecard.timeline import Profile, Timeline

__all__ = [
    "AGAIN_AFTER",
    "POSTS_AT_LEAST",
    "POSTS_AT_MOST",
    "REACH",
    "Card",
    "Finding",
    "Mistake",
    "Point",
    "Profile",
    "State",
    "Timeline",
    "score",
]
