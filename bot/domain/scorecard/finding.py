"""What each of the eight points, and each of the four mistakes, comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from bot.domain.posts import Post

Point = Literal[
    "strategy",
    "following",
    "sharing",
    "community",
    "discussions",
    "worth_sharing",
    "replies",
    "giving",
]
Mistake = Literal["faceless", "only_openings", "no_personality", "no_interaction"]
# How a point stands; `unclear` where there is too little to tell.
State = Literal["well", "nearly", "next", "unclear"]

# What to do next week, by what is found.
ADVICE: Mapping[Point, tuple[str, ...]] = {
    "strategy": ("keep", "vacancies", "varied", "regular"),
    "following": ("keep", "more"),
    "sharing": ("keep", "more"),
    "community": ("keep", "more"),
    "discussions": ("keep", "more"),
    "worth_sharing": ("keep", "plain", "passed_on", "unclear"),
    "replies": ("keep", "more", "unclear"),
    "giving": ("keep", "more", "unclear"),
}

# Of fewer posts of a kind than these nothing is said.
ENOUGH = 5
EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """How one point stands.

    `measured` are the numbers its text tells; `evidence` a few posts that show it; `advice` says
    which of the point's things to do next week fits: one of `ADVICE`.
    """

    point: Point
    state: State
    measured: Mapping[str, int] = field(default_factory=dict)
    evidence: tuple[Post, ...] = ()
    advice: str = "keep"


def stands(measured: float, nearly: float, well: float) -> State:
    """How a point stands whose measure is to be `well` or more."""
    if measured >= well:
        return "well"
    return "nearly" if measured >= nearly else "next"


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def percent(part: int, whole: int) -> int:
    return round(100 * share(part, whole))


def shown_by(posts: Iterable[Post]) -> tuple[Post, ...]:
    """The first few of the posts, as evidence."""
    return tuple(islice(posts, EVIDENCE))
