"""An organiser's own questions to those who come, and what counts as an answer to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.errors import UserError

QUESTIONS_LIMIT = 3
# What Discord shows beside a form's field, and what one of its menus holds.
WORDING_LIMIT = 100
CHOICES_LIMIT = 25
CHOICE_LIMIT = 100
ANSWER_LIMIT = 300
# What a spreadsheet takes for the beginning of a formula, or for the edge of a cell before one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Where a semicolon parts cells, it may begin behind one; but that may also be a smile.
_FORMULA_BEHIND = re.compile(r"(;)(?=[\s\"']*(?!-\))[=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as an organiser typed it, checked. Without `choices` people write freely."""

    wording: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question(QuestionDraft):
    """A question that people are asked. `required` asks them again, and never costs a place."""

    id: int = field(kw_only=True)


def drafted(wording: str, choices: str, *, required: bool) -> QuestionDraft:
    """What an organiser typed, the choices one a line. Raises UserError for what cannot be asked.

    A choice that is there twice counts once.
    """
    wording = " ".join(wording.split())
    if not 1 <= len(wording) <= WORDING_LIMIT:
        raise UserError("questions.wording_length", limit=WORDING_LIMIT)
    by_key: dict[str, str] = {}
    for line in choices.splitlines():
        if choice := " ".join(line.split()):
            by_key.setdefault(choice.casefold(), choice)
    found = tuple(by_key.values())
    if len(found) == 1 or len(found) > CHOICES_LIMIT:
        raise UserError("questions.choices", limit=CHOICES_LIMIT)
    for choice in found:
        if len(choice) > CHOICE_LIMIT:
            raise UserError("questions.choice_length", found=choice, limit=CHOICE_LIMIT)
    return QuestionDraft(wording, found, required)


def checked_answer(question: Question, typed: str) -> str | None:
    """An answer as it is kept; None where there is none. Raises UserError for what is none."""
    answer = " ".join(typed.split())
    if not answer:
        return None
    if question.choices and answer not in question.choices:
        raise UserError("questions.outdated")
    if len(answer) > ANSWER_LIMIT:
        raise UserError("questions.answer_length", limit=ANSWER_LIMIT)
    return answer


def still_fits(question: QuestionDraft, answer: str) -> bool:
    """Whether an answer that was given holds for the question as it is asked now."""
    return not question.choices or answer in question.choices


def unanswered(questions: Iterable[Question], answers: Mapping[int, str]) -> list[Question]:
    """The questions to which there is no answer yet; `answers` are by the question's id."""
    return [question for question in questions if question.id not in answers]


def harmless(cell: str) -> str:
    """What somebody wrote, so that a spreadsheet shows it and never works it out.

    Where commas are decimal, spreadsheets part cells at semicolons, whatever stands in quotes.
    """
    cell = _FORMULA_BEHIND.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
