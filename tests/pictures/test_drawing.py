"""Pictures of ten, sixty and three hundred people: whole, readable, and the same every time."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.transforms import Bbox
from PIL import Image

from bot.domain.network import Network, Talk, network
from bot.pictures import looks
from bot.pictures.draw import NAMED_AT_MOST, Drawing, named, picture
from bot.pictures.grouping import by_talk
from bot.pictures.layout import places
from tests.pictures.invented import community

SIZES = {10: 2, 60: 5, 120: 6, 300: 9}
# How small letters may become where the picture is 400 pixels wide, as on a phone.
LEAST_LETTERS = 8


@pytest.fixture(scope="module", params=[10, 60, 120, pytest.param(300, marks=pytest.mark.long)])
def talk(request: pytest.FixtureRequest) -> Talk:
    return community(request.param, SIZES[request.param])


@pytest.fixture(scope="module")
def drawing(talk: Talk) -> Drawing:
    return Drawing(network(talk, by_talk), {n: a.name for n, a in talk.people.items()})


def written(drawing: Drawing) -> list[Bbox]:
    return [each.get_window_extent() for each in drawing.texts]


def test_no_two_names_overlap(drawing: Drawing) -> None:
    boxes = written(drawing)
    assert boxes
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_every_name_is_on_the_paper_and_large_enough_for_a_phone(drawing: Drawing) -> None:
    for text, box in zip(drawing.texts, written(drawing), strict=True):
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= looks.WIDTH
        assert box.y1 <= looks.HEIGHT
        pixels = float(text.get_fontsize()) * looks.DPI / 72
        assert pixels * 400 / looks.WIDTH >= LEAST_LETTERS


def test_whoever_is_to_be_named_is(talk: Talk, drawing: Drawing) -> None:
    shown = network(talk, by_talk)
    words = [each.get_text() for each in drawing.texts]
    wanted = [talk.people[person].name for person in named(shown)]
    there = [name for name in wanted if name in words]
    # In the greatest crowd a name may find no place, never one of those that count.
    assert len(there) >= 0.9 * len(wanted)
    assert {talk.people[person].name for person in shown.connecting} <= set(words)
    assert {looks.letter(n) for n in range(len(shown.groups))} <= set(words)
    assert len(wanted) == (len(shown.people) if len(shown.people) <= 60 else NAMED_AT_MOST)


def test_nobody_stands_upon_another_and_groups_stand_together(talk: Talk) -> None:
    """People are nearer to their own group than to the others, on the whole."""
    shown = network(talk, by_talk)
    apart = looks.scale(len(shown.people)).apart
    found = places(shown, 1_360, 1_160, apart)
    nearest = min(
        float(np.linalg.norm(found[one] - found[other]))
        for one, other in combinations(shown.people, 2)
    )
    assert nearest >= 0.6 * apart
    for place in found.values():
        assert 0 <= place[0] <= 1_360
        assert 0 <= place[1] <= 1_160
    middles = [np.mean([found[person] for person in group], axis=0) for group in shown.groups]
    at_home = [
        min(range(len(middles)), key=lambda n: float(np.linalg.norm(found[person] - middles[n])))
        == group
        for person, group in shown.group_of.items()
    ]
    assert sum(at_home) >= 0.8 * len(at_home)


def test_a_picture_is_a_png_of_the_promised_size_and_the_same_every_time() -> None:
    talk = community(12, 2)
    first, second = picture(talk, "You"), picture(talk, "You")
    assert first is not None
    assert second is not None
    image = Image.open(io.BytesIO(first.png))
    assert (image.format, image.size) == ("PNG", (looks.WIDTH, looks.HEIGHT))
    assert first.png == second.png


def test_one_stands_in_the_middle_of_ones_own_picture() -> None:
    talk = community(60, 5)
    whole = network(talk, by_talk)
    centre = whole.connecting[0]
    stranger = next(person for person in whole.people if person > 30)
    own = replace(talk, centre=centre, introduced=frozenset({stranger}))
    found = picture(own, "You")
    assert found is not None
    assert found.names[centre] == "You"
    at = places(found.network, 1_360, 1_160, 120)
    assert np.allclose(at[centre], [680, 580], atol=60)


def test_there_is_no_picture_of_nobody() -> None:
    assert picture(Talk({}, ()), "You") is None


def test_groups_differ_by_more_than_colour() -> None:
    alike = {(found.colour, found.shape) for n in range(40) for found in [looks.look(n, 1, 20)]}
    assert len(alike) == 40
    assert len({looks.look(n, 1, 20).shape for n in range(8)}) == 8
    assert [looks.letter(n) for n in (0, 25, 26)] == ["A", "Z", "A2"]


def test_two_people_who_talked_are_drawn() -> None:
    talk = community(2, 1)
    found = network(talk, by_talk)
    assert isinstance(found, Network)
    assert len(Drawing(found, {1: "Ada", 2: "Bo"}).texts) == 2
