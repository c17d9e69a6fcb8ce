"""A form that is handed in to a bot which does not remember having shown it."""

from __future__ import annotations

from cogs.form import REMEMBERED_FOR
from tests.cogs.town import Town, answer_of, said

QUESTION = {"wording": "How do you get here?", "choices": "", "required": ["no"]}


async def test_whoever_hands_in_a_forgotten_form_is_told_and_given_back_what_they_wrote(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive)
    shown = await olive.slash(town.channel, "tweetup questions")
    form = await olive.click(answer_of(shown), label="Add a question")
    await town.env.advance_time(REMEMBERED_FOR + 1)
    told = await olive.submit_modal(form, QUESTION)
    explained, given_back = said(told).splitlines()
    assert explained.startswith("I no longer know this form")
    assert given_back == "How do you get here?"
    asked = await olive.slash(town.channel, "tweetup questions")
    assert "How do you get here?" not in answer_of(asked).content
    in_time = await olive.click(answer_of(asked), label="Add a question")
    await town.env.advance_time(REMEMBERED_FOR - 60)
    await olive.submit_modal(in_time, QUESTION)
    assert "How do you get here?" in answer_of(asked).content
