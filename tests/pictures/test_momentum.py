"""The chart of momentum: of three days, a fortnight, two months and a year; quiet and busy."""

from __future__ import annotations

import io
from datetime import date, timedelta
from itertools import combinations, pairwise, product

import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from bot.domain.momentum import Day
from bot.pictures import looks
from bot.pictures.momentum import HEIGHT, PEOPLE, POSTS, Chart, Words, chart
from tests.sampled import sampled

FIRST = date(2026, 1, 8)
MEETING = date(2026, 1, 22)
WORDS = Words(
    posts="Posts a day",
    of_posts=("replies", "other posts", "ads and copies"),
    people="People a day",
    of_people=("here for the first time", "heard before"),
    event_day="tweetup",
    so_far="so far",
    of_day=lambda day: f"{day:%-d %b}",
)
# On a phone the picture is as wide as this, and letters may not be lower.
PHONE, LEAST_LETTERS = 360, 8


def days(count: int, busy: int) -> list[Day]:
    """Some days are silent; the last has the most posts, ten times `busy`."""
    return [
        Day(FIRST + timedelta(days=n), posts=8 * m, adverts=2 * m, people=3 * m, first_time=m)
        for n in range(count)
        for m in [busy if n == count - 1 else busy * n * (n % 3) // (2 * count)]
    ]


@pytest.mark.parametrize(("busy", "count"), sampled(product([1, 150], [3, 15, 60, 365]), every=2))
def test_everything_written_can_be_read_on_a_phone(count: int, busy: int) -> None:
    drawing = Chart(days(count, busy), WORDS, MEETING, so_far=True)
    drawing.figure.canvas.draw()
    written = [each for each in drawing.texts if each.get_text() and each.get_visible()]
    boxes = [each.get_window_extent() for each in written]
    for text, box in zip(written, boxes, strict=True):
        assert 0 <= box.x0 < box.x1 <= looks.WIDTH, text
        assert 0 <= box.y0 < box.y1 <= HEIGHT, text
        assert float(text.get_fontsize()) * looks.DPI / 72 * PHONE / looks.WIDTH >= LEAST_LETTERS
    overlapping = [
        (written[one].get_text(), written[other].get_text())
        for one, other in combinations(range(len(boxes)), 2)
        if boxes[one].overlaps(boxes[other])
    ]
    assert overlapping == []
    told = {each.get_text().split("\n")[0] for each in written}
    assert {"Posts a day", "replies", "other posts", "ads and copies", "People a day"} <= told
    if busy == 150:
        assert "1500" in told
    if count == 15:
        assert "22 Jan" in told


def test_the_same_days_give_the_same_picture() -> None:
    one, other = (chart(days(14, 9), WORDS, MEETING, so_far=False) for _ in range(2))
    image = Image.open(io.BytesIO(one))
    assert (image.format, image.size) == ("PNG", (looks.WIDTH, HEIGHT))
    assert one == other
    assert one != chart(days(14, 9), WORDS, MEETING, so_far=True)


@pytest.mark.parametrize("colours", [POSTS, PEOPLE])
def test_parts_differ_by_how_light_they_are(colours: tuple[str, ...]) -> None:
    """By as much as what is drawn has to differ from its ground, after WCAG 2 (1.4.11)."""

    def light(colour: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    assert all(light(lighter) >= 1.7 * light(darker) for darker, lighter in pairwise(colours))
