"""An organiser's own questions: asked, answered and read, as people meet them in Discord."""

from __future__ import annotations

import csv
import io
from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from tests.cogs.changing import change, with_messages
from tests.cogs.town import Town, answer_of, labels, said

DIET = {"wording": "What do you eat?", "choices": "Everything\nNo meat", "required": ["yes"]}
HERE = {"wording": "How do you get here?", "choices": "", "required": ["no"]}
LONG = "Which of the three rooms would you like, given that only one of them has a window?"


async def ask(town: Town, olive: MemberActor, *questions: dict[str, Any]) -> InteractionResult:
    shown = await olive.slash(town.channel, "tweetup questions")
    for question in questions:
        form = await olive.click(answer_of(shown), label="Add a question")
        await olive.submit_modal(form, question)
    return shown


async def begin(town: Town, *questions: dict[str, Any], **options: Any) -> MemberActor:
    olive = town.organiser()
    await town.create(olive, **options)
    await ask(town, olive, *questions)
    return olive


def fields(form: InteractionResult) -> list[dict[str, Any]]:
    assert form.modal is not None
    found: list[dict[str, Any]] = form.modal["components"]
    return found


async def answer(
    member: MemberActor, panel: InteractionResult, *given: str | list[str], n: int
) -> InteractionResult:
    """Fill the form in, in the order of its questions."""
    form = await member.click(
        answer_of(panel), label=f"Answer the organisers’ questions ({n} open)"
    )
    ids = [field["component"]["custom_id"] for field in fields(form)]
    values = {custom_id: value for custom_id, value in zip(ids, given, strict=True) if value}
    return await member.submit_modal(form, values)


async def test_organisers_add_up_to_three_questions(town: Town) -> None:
    olive = await begin(town, DIET, HERE)
    shown = await ask(town, olive, {"wording": "A *third* one?", "required": ["no"]})
    panel = answer_of(shown)
    assert panel.content.splitlines()[:5] == [
        "Added.",
        "**HR Tweetup**: 3 of 3 questions of your own",
        "1. What do you eat? (2 choices, from “Everything” on; required; 0 answers)",
        "2. How do you get here? (free text; not required; 0 answers)",
        "3. A \\*third\\* one? (free text; not required; 0 answers)",
    ]
    assert labels(panel) == [
        *("Change 1", "Remove 1", "Change 2", "Remove 2", "Change 3", "Remove 3")
    ]


async def test_wrong_questions_are_one_sentence_and_change_nothing(town: Town) -> None:
    olive = await begin(town)
    shown = await olive.slash(town.channel, "tweetup questions")
    form = await olive.click(answer_of(shown), label="Add a question")
    told = await olive.submit_modal(form, DIET | {"choices": "Only this"})
    assert "Choices are 2 to 25 different ones" in told.followups[0].content
    stale = await olive.click(answer_of(shown), label="Add a question")
    await ask(town, olive, DIET, HERE, HERE)
    told = await olive.submit_modal(stale, HERE)
    assert "3 questions are as many as I ask" in told.followups[0].content
    assert "3 of 3" in said(await olive.slash(town.channel, "tweetup questions"))


async def test_who_comes_answers_all_in_one_form_and_organisers_alone_read_it(town: Town) -> None:
    olive = await begin(town, DIET, HERE, {"wording": LONG, "required": ["no"]})
    ada, bo = town.member("ada"), town.member("bo")
    panel = await ada.click(town.card(), label="Going")
    assert "need your answer to 1 question of theirs; only they see it" in said(panel)
    form = await ada.click(answer_of(panel), label="Answer the organisers’ questions (3 open)")
    assert [(f["label"], f.get("description")) for f in fields(form)] == [
        ("What do you eat?", None),
        ("How do you get here?", None),
        ("Question 3", LONG),
    ]
    assert [f["component"]["required"] for f in fields(form)] == [True, False, False]
    ids = [field["component"]["custom_id"] for field in fields(form)]
    await ada.submit_modal(form, {ids[0]: ["No meat"], ids[1]: "=HYPERLINK(*me*)"})
    assert "The organisers have 1 question for you" in answer_of(panel).content
    assert "Answer the organisers’ questions (1 open)" in labels(answer_of(panel))
    await bo.click(town.card(), label="Going")

    shown = await olive.slash(town.channel, "tweetup answers")
    assert said(shown).splitlines() == [
        "**HR Tweetup**: 2 people mean to come; 1 answered everything that is required."
        " Only organisers see this.",
        "**1.** What do you eat?",
        "- No meat: 1",
        "**2.** How do you get here?",
        f"**3.** {LONG}",
        "",
        f"<@{ada.id}>, going",
        "> **1.** No meat",
        "> **2.** =HYPERLINK(\\*me\\*)",
        f"<@{bo.id}>, going",
        "> nothing yet",
    ]
    assert await table(shown) == [
        ["Name", "How they stand", "Guests", "What do you eat?", "How do you get here?", LONG],
        ["ada", "going", "0", "No meat", "'=HYPERLINK(*me*)", ""],
        ["bo", "going", "0", "", "", ""],
    ]
    for command in ("answers", "questions"):
        refused = await ada.slash(town.channel, f"tweetup {command}")
        assert "That is for organisers" in said(refused)
    mine = said(await ada.slash(town.channel, "me show"))
    assert "to “What do you eat?” you answered “No meat”" in mine


async def test_answers_are_found_again_changed_and_forgotten(town: Town) -> None:
    olive = await begin(town, DIET, HERE)
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="Going")
    await answer(ada, panel, ["Everything"], "By bus", n=2)
    panel = await ada.click(town.card(), label="My RSVP")
    form = await ada.click(answer_of(panel), label="Change my answers")
    diet, here = (field["component"] for field in fields(form))
    assert [option.get("default", False) for option in diet["options"]] == [True, False]
    assert here["value"] == "By bus"
    await ada.submit_modal(form, {diet["custom_id"]: ["No meat"], here["custom_id"]: ""})
    shown = said(await olive.slash(town.channel, "tweetup answers"))
    assert "> **1.** No meat" in shown
    assert "bus" not in shown

    question = await ada.slash(town.channel, "me forget")
    await ada.click(answer_of(question), label="Forget me")
    assert "0 people mean to come" in said(await olive.slash(town.channel, "tweetup answers"))
    panel = await ada.click(town.card(), label="Going")
    assert "Answer the organisers’ questions (2 open)" in labels(answer_of(panel))


async def test_a_changed_question_keeps_what_could_still_be_answered(town: Town) -> None:
    olive = await begin(town, DIET)
    ada, bo = town.member("ada"), town.member("bo")
    for member, choice in ((ada, "Everything"), (bo, "No meat")):
        panel = await member.click(town.card(), label="Going")
        await answer(member, panel, [choice], n=1)
    shown = await olive.slash(town.channel, "tweetup questions")
    form = await olive.click(answer_of(shown), label="Change 1")
    values = [field["component"].get("value") for field in fields(form)]
    assert values[:2] == [DIET["wording"], DIET["choices"]]
    await olive.submit_modal(form, DIET | {"choices": "No meat\nNo fish"})
    told = answer_of(shown).content.splitlines()[0]
    assert told.startswith("Changed. 1 answer is none of the choices any more, so it is gone")
    assert "1 answer is kept. If this is really another question now" in told
    answers = said(await olive.slash(town.channel, "tweetup answers"))
    assert ("No meat: 1" in answers, "Everything" in answers) == (True, False)

    await olive.click(answer_of(shown), label="Remove 1")
    assert "1 answer to it goes as well, for good" in answer_of(shown).content
    await olive.click(answer_of(shown), label="Keep it")
    assert "Nothing was changed." in answer_of(shown).content
    await olive.click(answer_of(shown), label="Remove 1")
    await olive.click(answer_of(shown), label="Yes, remove it")
    assert "“What do you eat?” is removed" in answer_of(shown).content
    assert "has no questions" in said(await olive.slash(town.channel, "tweetup answers"))
    assert "What do you eat" not in said(await bo.slash(town.channel, "me show"))


async def test_an_answer_to_what_was_asked_before_is_not_taken_for_another(town: Town) -> None:
    olive = await begin(town, DIET)
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="Going")
    form = await ada.click(answer_of(panel), label="Answer the organisers’ questions (1 open)")
    (field,) = fields(form)
    shown = await olive.slash(town.channel, "tweetup questions")
    again = await olive.click(answer_of(shown), label="Change 1")
    await olive.submit_modal(again, DIET | {"wording": "What do you not eat?"})
    told = await ada.submit_modal(form, {field["component"]["custom_id"]: ["No meat"]})
    assert "have just changed their questions" in told.followups[0].content
    assert "0 answered" in said(await olive.slash(town.channel, "tweetup answers"))

    form = await ada.click(answer_of(panel), label="Answer the organisers’ questions (1 open)")
    await ada.click(town.card(), label="Can’t make it")
    told = await ada.submit_modal(form, {field["component"]["custom_id"]: ["No meat"]})
    assert "You are not coming to **HR Tweetup**" in told.followups[0].content
    told = await ada.click(answer_of(panel), label="Answer the organisers’ questions (1 open)")
    assert "There is nothing to answer any more" in said(told)


async def test_what_is_required_is_asked_once_more_the_day_before(town: Town) -> None:
    await begin(town, DIET, HERE, when="2 January 03:00")
    ada = await with_messages(town, "ada")
    bo = await with_messages(town, "bo")
    panel = await bo.click(town.card(), label="My RSVP")
    await answer(bo, panel, ["Everything"], "", n=2)
    await town.env.advance_time(3 * 3_600)
    await town.env.advance_time(60)
    reminder = next(m for m in town.channel.history() if "Very soon" in m.content)
    assert "still need answers from some of those coming" in reminder.content
    (direct,) = town.direct(ada)
    assert "need your answer to 1 question" in direct.content
    assert "Answer the organisers’ questions (1 open)" in labels(direct)
    assert "organisers" not in town.direct(bo)[0].content

    await town.restart()
    form = await ada.user.click(direct, label="Answer the organisers’ questions (1 open)")
    diet = fields(form)[0]["component"]["custom_id"]
    done = await ada.user.submit_modal(form, {diet: ["No meat"]})
    assert "You have a place at **HR Tweetup**" in said(done)
    assert "need your answer" not in said(done)
    panel = await ada.click(town.card(), label="My RSVP")
    assert "You have a place" in said(panel)


async def test_many_answers_are_turned_page_by_page(town: Town) -> None:
    olive = await begin(town, HERE, capacity=3)
    for number in range(8):
        member = town.member(f"member{number}")
        going = await member.click(town.card(), label="Going")
        await answer(member, going, f"{number}" + "x" * 280, n=1)
    shown = await olive.slash(town.channel, "tweetup answers")
    panel = answer_of(shown)
    assert panel.content.endswith("Page 1 of 2")
    assert "> **1.** 0xxx" in panel.content
    await olive.click(panel, label="Further")
    assert panel.content.endswith("Page 2 of 2")
    assert "> **1.** 7xxx" in panel.content
    assert "on the waitlist" in panel.content
    assert len(await table(shown)) == 9
    await olive.click(panel, label="Back")
    assert panel.content.endswith("Page 1 of 2")


async def test_a_cancelled_tweetup_asks_nothing(town: Town) -> None:
    olive = await begin(town, DIET)
    ada = town.member("ada")
    await ada.click(town.card(), label="Going")
    await change(town, olive, "cancel", reason="Rain")
    panel = await ada.click(town.card(), label="My RSVP")
    assert not [label for label in labels(answer_of(panel)) if "questions" in label]


async def table(shown: InteractionResult) -> list[list[str]]:
    """The file that came with the answers, read back."""
    (attached,) = answer_of(shown).attachments
    content = (await attached.read()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))
