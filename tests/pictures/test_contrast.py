"""What the bot draws and lays out can be told apart by people who see less well.

The ratios, and how they are reckoned, are those of WCAG 2.2: 4.5 for words (1.4.3), 3 for what is
large or drawn (1.4.11), at https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

import cogs
from bot.pictures import looks, momentum
from cogs.render.summary_page import html
from tests.hostile.saying import event

WORDS, DRAWN = 4.5, 3.0
Colour = tuple[float, float, float]


def parsed(colour: str) -> Colour:
    written = colour.removeprefix("#")
    long = "".join(each * 2 for each in written) if len(written) == 3 else written
    red, green, blue = (part / 255 for part in bytes.fromhex(long))
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast(parsed("#000"), parsed("#fff")) == pytest.approx(21)
    assert contrast(parsed("#777777"), parsed("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_pictures_stand_out_from_their_paper() -> None:
    paper, line = parsed(looks.PAPER), parsed(looks.LINE)
    grounds = [looks.pale(colour) for colour in looks.COLOURS]
    for ground in (paper, *grounds):
        assert contrast(parsed(looks.INK), ground) >= WORDS
        assert contrast(line, ground) >= DRAWN
    for colour in (*looks.COLOURS, looks.NO_GROUP):
        assert contrast(parsed(colour), paper) >= DRAWN, colour


def test_the_parts_of_a_bar_differ_in_light() -> None:
    """So they are told apart without any colour; each has an edge of ink."""
    for parts in (momentum.POSTS, momentum.PEOPLE):
        light = [luminance(parsed(each)) for each in parts]
        assert light == sorted(light)
        assert all(later / earlier > 1.5 for earlier, later in pairwise(light))


def test_the_page_to_hand_on_can_be_read_by_day_by_night_and_on_paper() -> None:
    page = html(event("Anna"), ())
    inks = [
        dict(re.findall(r"--(\w+): (#\w+)", rule)) for rule in re.findall(r":root {([^}]+)", page)
    ]
    assert len(inks) == 3
    for colours in inks:
        paper = parsed(colours["paper"])
        assert contrast(parsed(colours["ink"]), paper) >= WORDS
        for drawn in {"line", "bar"} & colours.keys():
            assert contrast(parsed(colours[drawn]), paper) >= DRAWN, drawn


def test_every_picture_is_told_in_words_too() -> None:
    """Files that are no pictures are text; a card has Discord's own colours, which change with
    the reader's."""
    text_files = {"tweetup_answers.py", "summary_page.py", "me.py", "calendars.py", "people.py"}
    for path in sorted(Path(cogs.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                given = {keyword.arg for keyword in call.keywords}
                if call.func.attr == "File" and path.name not in text_files:
                    assert "description" in given, path.name
                if call.func.attr == "Embed":
                    assert not {"colour", "color"} & given, path.name
