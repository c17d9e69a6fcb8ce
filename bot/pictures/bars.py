"""Figures as bars, one below the other: so many, or so many of so many.

What is told is written beside each bar, so nothing is told by length or colour alone. As every
picture it has paper of its own, for Discord may be dark or light. Keep it in the one thread that
draws.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bot.domain.cleaning import cut
from bot.pictures import looks
from bot.pictures.figures import Bar, Bars
from bot.pictures.looks import points
from bot.pictures.png import png

# A quarter of that, and less, is left of letters on a phone.
LETTERS = 46.0
EDGE, GAP, ROW, HEADING, BAR = 50, 30, 74, 86, 44
# Where bars begin, and how long the longest of a section is.
LEFT, LONGEST = 620, 660
LABEL = 22


def drawn(sections: Sequence[Bars]) -> bytes:
    """A PNG of `looks.WIDTH` pixels, as high as it takes. The same figures give the same one."""
    return png(drawing(sections))


def drawing(sections: Sequence[Bars]) -> Figure:
    high = 2 * EDGE - GAP + sum(HEADING + GAP + ROW * len(each.bars) for each in sections)
    figure = Figure((looks.WIDTH / looks.DPI, high / looks.DPI), looks.DPI)
    FigureCanvasAgg(figure)
    figure.set_facecolor(looks.PAPER)
    top = high - EDGE
    for number, section in enumerate(sections):
        _write(figure, section.heading, EDGE, top - HEADING / 2, bold=True)
        top -= HEADING
        most = max((max(each.n, each.of or 0) for each in section.bars), default=0)
        for each in section.bars:
            _bar(figure, each, top - ROW / 2, LONGEST / max(most, 1), looks.COLOURS[number])
            top -= ROW
        top -= GAP
    return figure


def _bar(figure: Figure, each: Bar, y: float, scale: float, colour: str) -> None:
    _write(figure, cut(each.label, LABEL), LEFT - 24, y, right=True)
    whole = max(each.n, each.of or 0) * scale
    if each.of is not None:
        # What is missing of the whole is an empty frame.
        _rectangle(figure, LEFT, y, each.of * scale, "white", looks.LINE)
    _rectangle(figure, LEFT, y, each.n * scale, colour, colour)
    _write(figure, each.told, LEFT + whole + 24, y)


def _rectangle(figure: Figure, x: float, y: float, width: float, fill: str, edge: str) -> None:
    figure.add_artist(
        Rectangle(
            (x, y - BAR / 2),
            width,
            BAR,
            transform=None,
            facecolor=fill,
            edgecolor=edge,
            linewidth=points(3),
        )
    )


def _write(
    figure: Figure, words: str, x: float, y: float, *, bold: bool = False, right: bool = False
) -> None:
    high = figure.get_figheight() * looks.DPI
    figure.text(
        x / looks.WIDTH,
        y / high,
        words,
        fontfamily=looks.FONT,
        fontsize=points(LETTERS),
        fontweight="bold" if bold else "normal",
        color=looks.INK,
        ha="right" if right else "left",
        va="center",
        parse_math=False,
    )
