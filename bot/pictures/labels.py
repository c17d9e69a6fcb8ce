"""Where names stand: beside their people, never upon one another.

The libraries for this shuffle names about until time is up, and leave overlaps; a few dozen names
can be placed once and for all, each at the best of the places that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from bot.pictures.layout import Points

AIR = 5.0
DIRECTIONS = 16
DISTANCES = (4.0, 14.0, 30.0, 50.0, 75.0, 105.0, 140.0, 180.0)
# What a place costs, in pixels of distance: for each person it covers, for each of those who stand
# out, each pixel of line it covers, and for being beside its person rather than above or below.
COVERS, HIDES, CROSSES, BESIDE = 150.0, 1_000.0, 0.25, 6.0
# Lines are looked at in steps of so many pixels.
STEP = 12.0


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The place in the box that is nearest to another."""
        return min(max(x, self.left), self.right), min(max(y, self.bottom), self.top)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name of that size, for what stands at `x` and `y` and is so far across."""

    x: float
    y: float
    across: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Crowd:
    """What names keep off: people, with how far they are across and whether they stand out, and
    lines, as dots on them."""

    people: Points
    across: Points
    outstanding: NDArray[np.bool_]
    dots: Points


def dots_on(ends: Sequence[tuple[Points, Points]]) -> Points:
    """Dots along lines, `STEP` apart."""
    found = [np.empty((0, 2))]
    for begin, end in ends:
        steps = max(int(np.linalg.norm(end - begin) / STEP), 2)
        found.append(begin + (end - begin) * np.linspace(0, 1, steps)[:, None])
    return np.concatenate(found)


def put(wanted: Sequence[Wanted], crowd: Crowd, paper: Box) -> list[Box | None]:
    """A place for each name, the first choosing first; None where no good one is left."""
    found: list[Box | None] = []
    for name in wanted:
        taken = [box for box in found if box is not None]
        # Rather no name than one that hides somebody who stands out.
        best, least = None, HIDES
        for box, cost in _possible(name):
            if cost >= least or not _inside(box, paper) or any(map(box.overlaps, taken)):
                continue
            total = cost + _clutter(box, crowd)
            if total < least:
                best, least = box, total
        found.append(best)
    return found


def _possible(name: Wanted) -> list[tuple[Box, float]]:
    wide, high = name.width / 2 + AIR, name.height / 2 + AIR
    found = []
    for distance in DISTANCES:
        for turn in range(DIRECTIONS):
            along, up = cos(2 * pi * turn / DIRECTIONS), sin(2 * pi * turn / DIRECTIONS)
            out = name.across / 2 + distance
            x, y = name.x + along * (out + wide), name.y + up * (out + high)
            box = Box(x - wide, y - high, x + wide, y + high)
            found.append((box, distance + BESIDE * abs(along)))
    return found


def _inside(box: Box, paper: Box) -> bool:
    return (
        box.left >= paper.left
        and box.bottom >= paper.bottom
        and box.right <= paper.right
        and box.top <= paper.top
    )


def _clutter(box: Box, crowd: Crowd) -> float:
    low, high = np.array([box.left, box.bottom]), np.array([box.right, box.top])
    gap = crowd.people - np.clip(crowd.people, low, high)
    covered = np.hypot(gap[:, 0], gap[:, 1]) < crowd.across / 2
    crossed = np.all((crowd.dots >= low) & (crowd.dots <= high), axis=1)
    hidden = covered & crowd.outstanding
    people = COVERS * covered.sum() + HIDES * hidden.sum()
    return float(people + CROSSES * STEP * crossed.sum())
