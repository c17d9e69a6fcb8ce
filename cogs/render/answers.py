"""Answers to organisers' questions, to be read in Discord and in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping

from discord.ext.commands import Paginator

from bot.domain.markdown import escape
from bot.domain.questions import Question, harmless
from bot.services.questions import Answers, Respondent
from bot.texts import text

PAGE = 1_850


def pages(found: Answers) -> list[str]:
    """One page or more, each short enough for a message: the sum of it, then who said what."""
    paginator = Paginator(prefix=None, suffix=None, max_size=PAGE)
    name = escape(found.event.name)
    if not found.questions:
        return [text("answers.no_questions", name=name)]
    complete = sum(_complete(found, each) for each in found.respondents)
    paginator.add_line(
        text("answers.heading", name=name, n=len(found.respondents), complete=complete)
    )
    for number, question in enumerate(found.questions, start=1):
        paginator.add_line(
            text("answers.question", number=number, wording=escape(question.wording))
        )
        for line in _sums(question, found):
            paginator.add_line(line)
    paginator.add_line("")  # else who comes first would belong to the list's last line
    for respondent in found.respondents:
        for line in _lines(found, respondent):
            paginator.add_line(line)
    return paginator.pages


def table(found: Answers, names: Mapping[int, str]) -> str:
    """The answers as CSV, a line for each person; no cell of it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [
        text("answers.column.name"),
        text("answers.column.status"),
        text("answers.column.guests"),
    ]
    rows = [[*head, *(question.wording for question in found.questions)]]
    for each in found.respondents:
        rsvp = each.rsvp
        own = [names[rsvp.member_id], text(f"me.show.{rsvp.status}"), str(rsvp.guests)]
        rows.append([*own, *(each.given.get(question.id, "") for question in found.questions)])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _sums(question: Question, found: Answers) -> list[str]:
    """How often each choice was taken; a free text is not to be added up."""
    taken = Counter(each.given.get(question.id) for each in found.respondents)
    return [
        text("answers.sum", choice=escape(choice), taken=taken[choice])
        for choice in question.choices
        if taken[choice]
    ]


def _lines(found: Answers, respondent: Respondent) -> list[str]:
    """Who it is and how they stand, then their answers, which are told apart by number."""
    rsvp = respondent.rsvp
    guests = text("me.show.guests", n=rsvp.guests) if rsvp.guests else ""
    status = text(f"me.show.{rsvp.status}")
    lines = [text("answers.who", member=f"<@{rsvp.member_id}>", status=status, guests=guests)]
    for number, question in enumerate(found.questions, start=1):
        if answer := respondent.given.get(question.id):
            lines.append(text("answers.line", number=number, answer=escape(answer)))
    if not respondent.given:
        lines.append(text("answers.nothing_yet"))
    return lines


def _complete(found: Answers, respondent: Respondent) -> bool:
    return all(each.id in respondent.given for each in found.questions if each.required)
