"""A network as a picture.

Takes up to seconds of work: keep it off the event loop, and, as matplotlib is not made for
threads, in one thread alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from bot.domain.network import Line, Network, Talk, contacts_of, network
from bot.pictures import looks
from bot.pictures.grouping import by_talk
from bot.pictures.labels import Box, Crowd, Wanted, dots_on, put
from bot.pictures.layout import Points, places
from bot.pictures.looks import Look, Scale, points
from bot.pictures.names import names
from bot.pictures.png import png

# Up to so many people all are named; of more, those who connect groups, the best connected of
# each group, and then of all.
ALL_NAMED_UP_TO, NAMED_AT_MOST, NAMED_IN_GROUP = 60, 32, 2
EDGE = 14


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of `looks.WIDTH` by `looks.HEIGHT` pixels, with what it shows and the names in it."""

    png: bytes
    network: Network
    names: Mapping[int, str]


def picture(talk: Talk, you: str) -> Picture | None:
    """None when there is nobody to draw. Whoever stands in the middle is called `you`.

    The same talk gives the same picture.
    """
    found = network(talk, by_talk)
    if not found.people:
        return None
    known = names({person: talk.people[person] for person in found.people})
    if found.centre is not None:
        known[found.centre] = you
    return Picture(png(Drawing(found, known).figure), found, known)


def named(shown: Network) -> tuple[int, ...]:
    """Those whose names are written, the most important first."""
    people = shown.people
    first = [*shown.connecting, *sorted(shown.introduced)]
    first += [] if shown.centre is None else [shown.centre]
    for place in range(NAMED_IN_GROUP):
        first += [group[place] for group in shown.groups]
    wanted = tuple(dict.fromkeys((*first, *people)))
    return wanted if len(people) <= ALL_NAMED_UP_TO else wanted[:NAMED_AT_MOST]


class Drawing:
    """The picture as it is drawn, from the ground up; `texts` are the names and the letters."""

    def __init__(self, shown: Network, called: Mapping[int, str]) -> None:
        self.figure = Figure((looks.WIDTH / looks.DPI, looks.HEIGHT / looks.DPI), looks.DPI)
        self.texts: list[Text] = []
        FigureCanvasAgg(self.figure)
        self._network = shown
        self._scale = looks.scale(len(shown.people))
        self._at = _places(shown, self._scale)
        self._looks = _looks(shown, self._scale)
        self._axes = self._empty()
        self._grounds()
        self._lines()
        self._people()
        self._words(called)

    def _empty(self) -> Axes:
        self.figure.set_facecolor(looks.PAPER)
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, looks.WIDTH)
        axes.set_ylim(0, looks.HEIGHT)
        axes.set_axis_off()
        return axes

    def _grounds(self) -> None:
        """What holds a group together for the eye: a broad pale band along its lines."""
        group_of, wide = self._network.group_of, self._scale.ground
        for number, group in enumerate(self._network.groups):
            colour = looks.pale(self._looks[group[0]].colour)
            within = [
                self._ends(line)
                for line in self._network.lines
                if group_of.get(line.one) == group_of.get(line.other) == number
            ]
            self._axes.add_collection(
                LineCollection(
                    within, colors=[colour], linewidths=points(wide), capstyle="round", zorder=1
                )
            )
            across = points(wide * 1.1) ** 2
            spots = np.array([self._at[person] for person in group])
            self._axes.scatter(
                spots[:, 0], spots[:, 1], s=across, color=colour, linewidths=0, zorder=1
            )

    def _lines(self) -> None:
        """The more posts, the thicker; a broken line leads to whom one is going to meet."""
        said = [line for line in self._network.lines if line.posts]
        self._axes.add_collection(
            LineCollection(
                [self._ends(line) for line in said],
                colors=looks.LINE,
                linewidths=[points(2 + 3.2 * float(np.log1p(line.posts))) for line in said],
                alpha=1.0 if len(said) < 200 else 0.4,
                capstyle="round",
                zorder=2,
            )
        )
        to_meet = [
            line
            for line in self._network.lines
            if self._network.centre in (line.one, line.other)
            and self._network.introduced & {line.one, line.other}
        ]
        self._axes.add_collection(
            LineCollection(
                [self._ends(line) for line in to_meet],
                colors=looks.INK,
                linewidths=points(7),
                linestyles=(0, (3, 2)),
                zorder=3,
            )
        )

    def _people(self) -> None:
        connecting = self._network.connecting
        self._put_people("o", connecting, ring=26.0, zorder=5)
        for shape in dict.fromkeys(found.shape for found in self._looks.values()):
            alike = [each for each, found in self._looks.items() if found.shape == shape]
            self._put_people(shape, [each for each in alike if each not in connecting], zorder=4)
            self._put_people(shape, [each for each in alike if each in connecting], zorder=6)

    def _put_people(
        self, shape: str, people: Sequence[int], *, zorder: int, ring: float | None = None
    ) -> None:
        """People of one shape, or with `ring` what surrounds them, so much wider than they."""
        if not people:
            return
        spots = np.array([self._at[person] for person in people])
        self._axes.scatter(
            spots[:, 0],
            spots[:, 1],
            s=[points(self._looks[person].size + (ring or 0)) ** 2 for person in people],
            color=[self._looks[person].colour if ring is None else "white" for person in people],
            marker=shape,
            edgecolors="white" if ring is None else looks.INK,
            linewidths=points(2.5 if ring is None else 5),
            zorder=zorder,
        )

    def _words(self, called: Mapping[int, str]) -> None:
        """First the groups' letters, which cannot be done without, then the names."""
        wanted: list[tuple[Text, tuple[float, float], float]] = []
        bold = {*self._network.connecting, *self._network.introduced, self._network.centre}
        for number, group in enumerate(self._network.groups):
            x, y = np.mean([self._at[person] for person in group], axis=0)
            letter = self._text(looks.letter(number), 1.7 * self._scale.letters, bold=True)
            letter.set_color(self._looks[group[0]].colour)
            wanted.append((letter, (x, y), 0.0))
        for person in named(self._network):
            name = self._text(called[person], self._scale.letters, bold=person in bold)
            wanted.append((name, tuple(self._at[person]), self._looks[person].size + 10))
        boxes = put([self._wanted(*each) for each in wanted], self._crowd(), _paper())
        for (written, (x, y), across), box in zip(wanted, boxes, strict=True):
            if box is None:
                written.remove()
                continue
            written.set_position(box.middle)
            self.texts.append(written)
            self._lead(x, y, across, box)

    def _text(self, words: str, high: float, *, bold: bool) -> Text:
        return self._axes.text(
            *(0, 0, words),
            fontfamily=looks.FONT,
            fontsize=points(high),
            fontweight="bold" if bold else "normal",
            color=looks.INK,
            ha="center",
            va="center",
            parse_math=False,
            path_effects=[withStroke(linewidth=points(9), foreground=looks.PAPER)],
            zorder=8,
        )

    def _wanted(self, written: Text, at: tuple[float, float], across: float) -> Wanted:
        extent = written.get_window_extent()
        return Wanted(*at, across, extent.width, extent.height)

    def _crowd(self) -> Crowd:
        people = self._network.people
        ringed = set(self._network.connecting)
        across = [self._looks[each].size + (26 if each in ringed else 0) for each in people]
        return Crowd(
            np.array([self._at[person] for person in people]),
            np.array(across),
            np.array([person in ringed for person in people]),
            dots_on([self._ends(line) for line in self._network.lines]),
        )

    def _lead(self, x: float, y: float, across: float, box: Box) -> None:
        """A thin line to a name that stands further off."""
        if not across:
            return
        to_x, to_y = box.nearest(x, y)
        if np.hypot(to_x - x, to_y - y) > across / 2 + 24:
            self._axes.plot([x, to_x], [y, to_y], color=looks.INK, lw=points(2), zorder=7)

    def _ends(self, line: Line) -> tuple[Points, Points]:
        return self._at[line.one], self._at[line.other]


def _places(shown: Network, scale: Scale) -> dict[int, Points]:
    room = (looks.WIDTH - 2 * looks.MARGIN, looks.HEIGHT - 2 * looks.MARGIN)
    found = places(shown, *room, scale.apart)
    return {person: place + looks.MARGIN for person, place in found.items()}


def _looks(shown: Network, scale: Scale) -> dict[int, Look]:
    contacts, group_of = contacts_of(shown.lines), shown.group_of
    return {
        person: looks.look(group_of.get(person), contacts[person], scale.size)
        for person in shown.people
    }


def _paper() -> Box:
    return Box(EDGE, EDGE, looks.WIDTH - EDGE, looks.HEIGHT - EDGE)
