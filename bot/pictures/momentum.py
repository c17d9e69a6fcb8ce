"""The momentum of a conversation as a chart: day by day, what was said and who said it.

Above are the posts, below the people, each day a bar of parts. What a part is can be told by how
light it is and by its place in the bar, without any colour. As every picture it has paper of its
own, for Discord may be dark or light. Keep it in the one thread that draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from bot.domain.momentum import Day
from bot.pictures import looks
from bot.pictures.looks import points
from bot.pictures.png import png

# Discord shows pictures that are higher for their width smaller.
HEIGHT = 1_000
# A quarter of that, and less, is left of letters on a phone.
LETTERS = 42.0
# How wide a bold digit of that height is, with room beside it.
DIGIT = 33.0
# The parts of a bar, from the ground up: from dark to light, whatever their colour.
POSTS = ("#00395C", "#2E96D0", "#DAD8D0")
PEOPLE = ("#8A3D00", "#F2B680")
# A bar of so many is as high as the chart, unless another is higher.
LEAST = 4
# Bars of up to so many days have gaps between them.
APART = 90
STEPS = (1, 2, 3, 7, 14, 28, 56, 112)
LABELS = 6
LEFT, RIGHT, GROUND, HIGH, UPPER = 0.075, 0.98, 0.135, 0.315, 0.585


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the chart: the headings, what the parts are from the ground up, and how a
    day is written.

    `event_day` stands below the days of the tweetup, `so_far` below a day that is not over.
    """

    posts: str
    of_posts: tuple[str, str, str]
    people: str
    of_people: tuple[str, str]
    event_day: str
    so_far: str
    of_day: Callable[[date], str]


def chart(days: Sequence[Day], words: Words, event_day: date, *, so_far: bool) -> bytes:
    """A PNG of `looks.WIDTH` by `HEIGHT` pixels; `event_day` is the day of the tweetup.

    The same days give the same chart.
    """
    return png(Chart(days, words, event_day, so_far=so_far).figure)


class Chart:
    """The chart as it is drawn; `texts` is all that stands in it."""

    def __init__(self, days: Sequence[Day], words: Words, event_day: date, *, so_far: bool) -> None:
        self.figure = Figure((looks.WIDTH / looks.DPI, HEIGHT / looks.DPI), looks.DPI)
        FigureCanvasAgg(self.figure)
        self.figure.set_facecolor(looks.PAPER)
        self.texts: list[Text] = []
        self._days = days
        upper, lower = self._axes(UPPER), self._axes(GROUND)
        posts = [(day.replies, day.posts - day.replies, day.adverts) for day in days]
        people = [(day.first_time, day.people - day.first_time) for day in days]
        self._bars(upper, posts, POSTS)
        self._bars(lower, people, PEOPLE)
        self._heading(upper, words.posts, words.of_posts, POSTS)
        self._heading(lower, words.people, words.of_people, PEOPLE)
        self._dates(lower, words, event_day, so_far=so_far)

    def _axes(self, bottom: float) -> Axes:
        axes = self.figure.add_axes((LEFT, bottom, RIGHT - LEFT, HIGH))
        axes.set_facecolor(looks.PAPER)
        for side in ("top", "left", "right"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set(color=looks.INK, linewidth=points(3))
        axes.tick_params(length=0, pad=points(10), labelcolor=looks.INK)
        axes.set_xlim(-0.6, max(len(self._days), 3) - 0.4)
        axes.set_xticks([])
        axes.set_axisbelow(True)
        return axes

    def _bars(self, axes: Axes, parts: Sequence[tuple[int, ...]], colours: Sequence[str]) -> None:
        many = len(self._days) > APART
        below = [0] * len(parts)
        for number, colour in enumerate(colours):
            heights = [each[number] for each in parts]
            axes.bar(
                range(len(parts)),
                heights,
                width=1.0 if many else 0.78,
                bottom=below,
                color=colour,
                edgecolor=looks.INK,
                linewidth=0 if many else points(2),
            )
            below = [low + high for low, high in zip(below, heights, strict=True)]
        self._scale(axes, below)
        self._numbers(axes, below)

    def _scale(self, axes: Axes, totals: Sequence[int]) -> None:
        most = max(*totals, LEAST)
        # There is room for the numbers above.
        axes.set_ylim(0, most * 1.22)
        ticks = [each for each in MaxNLocator(3, integer=True).tick_values(0, most) if each <= most]
        axes.set_yticks(ticks[1:], [f"{each:.0f}" for each in ticks[1:]])
        axes.grid(axis="y", color=looks.LINE, alpha=0.35, linewidth=points(2))
        for label in axes.get_yticklabels():
            self._write(label)

    def _numbers(self, axes: Axes, totals: Sequence[int]) -> None:
        """Above each bar where there is room, else above the highest."""
        most = max(totals)
        room = (RIGHT - LEFT) * looks.WIDTH / len(totals)
        fits = len(str(most)) * DIGIT < room
        for place in range(len(totals)) if fits else [totals.index(most)]:
            if totals[place]:
                self._number(axes, place, totals[place])

    def _number(self, axes: Axes, place: int, number: int) -> None:
        across = place / len(self._days) if len(self._days) > 20 else 0.5
        written = axes.annotate(
            str(number),
            (place, number),
            (0, points(8)),
            textcoords="offset points",
            # Not over the edge.
            ha="right" if across > 0.94 else "left" if across < 0.03 else "center",
            va="bottom",
        )
        self._write(written, bold=True)

    def _heading(
        self, axes: Axes, heading: str, parts: Sequence[str], colours: Sequence[str]
    ) -> None:
        """What the bars are, with a sample of each part beside its name."""
        top = axes.get_position().y1 * HEIGHT + 30
        x = LEFT * looks.WIDTH
        x = self._word(heading, x, top, bold=True) + 40
        for part, colour in zip(parts, colours, strict=True):
            sample = Rectangle(
                (x, top - 2),
                34,
                34,
                transform=None,
                facecolor=colour,
                edgecolor=looks.INK,
                linewidth=points(2),
            )
            self.figure.add_artist(sample)
            x = self._word(part, x + 48, top, bold=False) + 36

    def _word(self, word: str, x: float, y: float, *, bold: bool) -> float:
        """Write it there; gives where it ends."""
        at = (x / looks.WIDTH, y / HEIGHT)
        written = self.figure.text(*at, word, ha="left", va="baseline", parse_math=False)
        self._write(written, bold=bold)
        return float(written.get_window_extent().x1)

    def _dates(self, axes: Axes, words: Words, event_day: date, *, so_far: bool) -> None:
        first, last = self._days[0].on, self._days[-1].on
        anchor = event_day if first <= event_day <= last else last
        fitting = (each for each in STEPS if len(self._days) / each <= LABELS)
        step = next(fitting, len(self._days))
        below = {last: words.so_far} if so_far else {}
        below |= {event_day: words.event_day}
        offset = (anchor - first).days
        shown = range(offset % step, len(self._days), step)
        names = []
        for place in shown:
            day = first + timedelta(days=place)
            name = words.of_day(day)
            names.append(f"{name}\n{below[day]}" if day in below else name)
        axes.set_xticks(list(shown), names)
        for label in axes.get_xticklabels():
            self._write(label)

    def _write(self, written: Text, *, bold: bool = False) -> None:
        written.set(
            fontfamily=looks.FONT,
            fontsize=points(LETTERS),
            fontweight="bold" if bold else "normal",
            color=looks.INK,
        )
        self.texts.append(written)
