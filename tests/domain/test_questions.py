from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions import (
    ANSWER_LIMIT,
    CHOICE_LIMIT,
    CHOICES_LIMIT,
    WORDING_LIMIT,
    Question,
    checked_answer,
    drafted,
    harmless,
    still_fits,
    unanswered,
)
from bot.errors import UserError
from tests.domain.refusals import refuses, worded

FREE = Question("How do you get here?", id=1)
DIET = Question("What do you eat?", ("Everything", "No meat"), required=True, id=2)


def refusal(wording: str, choices: str = "") -> str:
    with pytest.raises(UserError) as refused:
        drafted(wording, choices, required=False)
    return worded(refused.value).key


def test_choices_are_written_one_a_line_and_count_once() -> None:
    found = drafted(
        "  What  do you eat? ", " Everything\n\nno  meat\nEVERYTHING\nFish", required=True
    )
    assert found.wording == "What do you eat?"
    assert found.choices == ("Everything", "no meat", "Fish")
    assert found.required
    assert drafted("How?", " \n ", required=False).choices == ()


def test_what_cannot_be_asked_is_refused() -> None:
    assert refusal("  ") == refusal("x" * (WORDING_LIMIT + 1)) == "questions.wording_length"
    assert refusal("How?", "Only this") == refusal("How?", "Yes\nyes") == "questions.choices"
    many = "\n".join(map(str, range(CHOICES_LIMIT + 1)))
    assert refusal("How?", many) == "questions.choices"
    assert refusal("How?", "Yes\n" + "x" * (CHOICE_LIMIT + 1)) == "questions.choice_length"


def test_an_answer_is_one_of_the_choices_or_short_enough() -> None:
    assert checked_answer(FREE, "  By\nbus ") == "By bus"
    assert checked_answer(FREE, " ") is None
    assert checked_answer(DIET, "No meat") == "No meat"
    with refuses("questions.outdated"):
        checked_answer(DIET, "Fish")
    assert checked_answer(FREE, "x" * ANSWER_LIMIT) is not None
    with refuses("questions.answer_length", limit=ANSWER_LIMIT):
        checked_answer(FREE, "x" * (ANSWER_LIMIT + 1))


def test_an_answer_holds_while_it_could_be_given_again() -> None:
    assert still_fits(FREE, "Fish")
    assert still_fits(DIET, "No meat")
    assert not still_fits(DIET, "Fish")


def test_what_was_not_answered_is_open() -> None:
    assert unanswered([FREE, DIET], {1: "By bus"}) == [DIET]
    assert unanswered([FREE, DIET], {}) == [FREE, DIET]


@given(st.lists(st.text()), st.text())
def test_what_was_drafted_can_be_typed_again(choices: list[str], wording: str) -> None:
    try:
        found = drafted(wording, "\n".join(choices), required=False)
    except UserError:
        return
    assert drafted(found.wording, "\n".join(found.choices), required=False) == found
    assert len({choice.casefold() for choice in found.choices}) == len(found.choices)
    question = Question(found.wording, found.choices, id=1)
    assert all(checked_answer(question, choice) == choice for choice in found.choices)


@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "＝", ""]), st.text())
def test_no_cell_begins_a_formula_and_nothing_is_lost(first: str, rest: str) -> None:
    cell = harmless(first + rest)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.replace("'", "") == (first + rest).replace("'", "")
    out = io.StringIO()
    csv.writer(out).writerow([cell, "x"])
    if "\0" not in cell:
        assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [cell, "x"]
