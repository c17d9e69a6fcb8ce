"""How the parts of a picture look: readable at the width of a phone, on light and dark alike.

Lengths are in pixels. Discord shows about a quarter of the picture, and all of it on a tap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

WIDTH, HEIGHT, MARGIN = 1_600, 1_400, 120
DPI = 100

FONT = "DejaVu Sans"
PAPER, INK, LINE = "#FBFAF7", "#1B1B1F", "#6E6E77"
# What is drawn stands out from the paper three to one, and words more (WCAG 2.2, 1.4.11 and 1.4.3).
# Colours that the colour-blind tell apart, after Okabe and Ito, without the yellow that paper
# swallows, the smaller groups in darker ones. With each goes a shape and a letter, so that nothing
# is told by colour alone: no two of the first eighty-eight groups look the same.
COLOURS = (
    *("#0072B2", "#D55E00", "#009E73", "#C0609A", "#2E96D0", "#BF8300", "#6A5ACD"),
    *("#00395C", "#7A3B00", "#00523C", "#6E2353"),
)
SHAPES = ("o", "s", "^", "D", "v", "P", "h", "X")
NO_GROUP = "#77777F"
# How much of the room people are spread over.
SPREAD = 0.62


@dataclass(frozen=True, slots=True)
class Look:
    """How one person is drawn; `size` is the diameter."""

    colour: str
    shape: str
    size: float


@dataclass(frozen=True, slots=True)
class Scale:
    """What depends on how many people there are: the least distance between two, the least size
    of one, the breadth of a group's ground, and the height of the letters."""

    apart: float
    size: float
    ground: float
    letters: float


def scale(people: int) -> Scale:
    room = (WIDTH - 2 * MARGIN) * (HEIGHT - 2 * MARGIN)
    apart = min(SPREAD * sqrt(room / max(people, 1)), 260.0)
    size = 22.0 if people > 120 else 34.0 if people > 25 else 44.0
    letters = 46.0 if people <= 16 else 38.0 if people <= 30 else 34.0
    return Scale(apart, size, min(apart * 0.9, 100.0), letters)


def look(group: int | None, contacts: int, least: float) -> Look:
    """How a person with so many contacts is drawn: more make them larger."""
    size = min(least * (1 + 0.13 * contacts**0.8), 2 * least)
    if group is None:
        return Look(NO_GROUP, "o", size)
    return Look(COLOURS[group % len(COLOURS)], SHAPES[group % len(SHAPES)], size)


def letter(group: int) -> str:
    """What a group is called, in the picture and beside it."""
    further, first = divmod(group, 26)
    return chr(ord("A") + first) + (str(further + 1) if further else "")


def pale(colour: str) -> tuple[float, float, float]:
    """A colour thinned with paper, not see-through: where a ground lies twice it gets no darker."""
    red, green, blue = (
        there + (own - there) * 0.2
        for own, there in zip(_parts(colour), _parts(PAPER), strict=True)
    )
    return red, green, blue


def _parts(colour: str) -> list[float]:
    return [part / 255 for part in bytes.fromhex(colour.removeprefix("#"))]


def points(pixels: float) -> float:
    """A length as matplotlib wants it."""
    return pixels * 72 / DPI
