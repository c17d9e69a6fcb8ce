"""What people are called in pictures; never a box in the place of a letter."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.network import Line, Network
from bot.domain.posts import Author
from bot.pictures.draw import Drawing
from bot.pictures.names import LONGEST, name_of, names


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ada Quill", "Ada Quill"),
        ("Ada 🌻 Quill 👩‍💻", "Ada Quill"),
        ("Ada Quill | HR & People (she/her)", "Ada Quill"),
        ("Łukasz Brandt", "Łukasz Brandt"),
        ("Νίκος", "Νίκος"),
        ("محمد", "محمد"),
        ("田中さくら", "@ada_hr"),
        ("𝓐𝓭𝓪", "@ada_hr"),
        ("🌻🌻", "@ada_hr"),
        ("", "@ada_hr"),
        ("$x^2$ & <b>", "$x^2$ & <b>"),
        ("Bartholomew Fitzgerald-Moore", "Bartholomew Fitz…"),
    ],
)
def test_a_name_is_shown_as_far_as_the_letters_reach(written: str, shown: str) -> None:
    assert name_of(Author(1, "ada_hr", written)) == shown


def test_two_of_one_name_go_by_their_handles() -> None:
    people = {1: Author(1, "ada_1", "Ada"), 2: Author(2, "ada_2", "ADA"), 3: Author(3, "bo", "Bo")}
    assert names(people) == {1: "@ada_1", 2: "@ada_2", 3: "Bo"}


@settings(max_examples=settings().max_examples // 3)
@given(st.text(max_size=30))
def test_any_name_is_short_and_in_letters_the_font_has(written: str) -> None:
    shown = name_of(Author(1, "ada_hr", written))
    assert 0 < len(shown) <= max(LONGEST, len("@ada_hr"))
    network = Network((Line(1, 2, 1),), (), (1, 2), ())
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of every letter it lacks
        Drawing(network, {1: shown, 2: "Bo"})
