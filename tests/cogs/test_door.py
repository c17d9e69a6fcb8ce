"""The door, as organisers and those who come see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from cogs.door_people import PAGE
from tests.cogs.at_the_door import custom_ids, going, opened, pick
from tests.cogs.town import Town, answer_of, said

HOUR = 3_600


@pytest.fixture
async def olive(town: Town) -> MemberActor:
    """An organiser with a tweetup on this evening."""
    olive = town.organiser()
    await town.plan(olive, when="today 18:30")
    return olive


async def tap(view: ResponseMessage, by: MemberActor, name: str) -> InteractionResult:
    options = menu(view)
    custom_id = next(each for each in custom_ids(view) if ":tap:" in each)
    return await by.select(view, [options[name]], custom_id=custom_id)


def menu(view: ResponseMessage) -> dict[str, str]:
    """What there is to choose from in a list: the values by their labels."""
    items: list[Any] = [each for row in view.components for each in row["components"]]
    return {
        option["label"]: option["value"] for each in items for option in each.get("options", ())
    }


def labels_of(view: ResponseMessage) -> list[str]:
    items: list[Any] = [each for row in view.components for each in row["components"]]
    return [each["label"] for each in items if "label" in each]


def explained(result: InteractionResult) -> str:
    return "\n".join(each.content for each in result.followups)


def code_on(screen: ResponseMessage) -> str:
    found = re.search(r"# ([A-Z]{6})", screen.embeds[0].description or "")
    assert found is not None
    return found[1]


async def test_an_organiser_finds_somebody_by_name_checks_them_in_and_takes_it_back(
    town: Town, olive: MemberActor
) -> None:
    ada, _ = await going(town, "ada", "bo")
    view, _ = await opened(town, olive)
    assert "0 in, 2 still to come" in view.content
    assert "It closes by itself on <t:1767313800:f>" in view.content
    await pick(view, olive, ada)
    assert "1 in, 1 still to come" in view.content
    assert "**ada** is in." in view.content
    await olive.click(view, label="Undo")
    assert "0 in, 2 still to come" in view.content
    assert "Taken back" in view.content
    assert "Undo" not in labels_of(view)


async def test_two_organisers_at_once_count_nobody_twice(town: Town, olive: MemberActor) -> None:
    (ada,) = await going(town, "ada")
    otto = town.organiser()
    here, _ = await opened(town, olive)
    there, _ = await opened(town, otto)
    await pick(here, olive, ada)
    await pick(there, otto, ada)
    assert "1 in, 0 still to come" in there.content
    assert "**ada** was checked in before." in there.content
    # Both take it back; it is taken back once.
    await olive.click(here, label="Undo")
    await otto.click(there, label="Undo")
    assert "0 in, 1 still to come" in there.content


async def test_the_list_of_those_to_come_is_by_name_in_pages(
    town: Town, olive: MemberActor
) -> None:
    names = [f"guest{number:02}" for number in range(PAGE + 3)]
    await going(town, *reversed(names))
    view, _ = await opened(town, olive)
    await olive.click(view, label="Still to come")
    assert list(menu(view)) == names[:PAGE]
    assert "Earlier names" not in labels_of(view)
    await olive.click(view, label="Later names")
    assert list(menu(view)) == names[PAGE:]
    for name in names[PAGE:]:
        assert name in menu(view)
        await tap(view, olive, name)
    # The second page is empty now, so the first is shown.
    assert list(menu(view)) == names[:PAGE]
    assert "3 in, 25 still to come" in view.content
    await olive.click(view, label="Back to the door")
    await olive.click(view, label="Who is in")
    assert list(menu(view)) == names[PAGE:]
    await tap(view, olive, names[PAGE])
    assert list(menu(view)) == names[PAGE + 1 :]
    assert "2 in, 26 still to come" in view.content


async def test_a_walk_in_is_noted_with_a_name_and_a_handle_that_links_nothing(
    town: Town, olive: MemberActor
) -> None:
    view, _ = await opened(town, olive)
    asked = await olive.click(view, label="Add a walk-in")
    refused = await olive.submit_modal(asked, {"name": "Zoe", "handle": "zoe quill"})
    assert "zoe quill" in refused.followups[0].content
    assert "0 in" in view.content
    asked = await olive.click(view, label="Add a walk-in")
    await olive.submit_modal(asked, {"name": " *Zoe*  Quill", "handle": "@zoe_q"})
    assert "**\\*Zoe\\* Quill (@zoe\\_q)** is in, as a walk-in" in view.content
    assert "1 in, 0 still to come" in view.content
    assert "1 of those who are in came without a place" in view.content
    await olive.click(view, label="Who is in")
    assert list(menu(view)) == ["*Zoe* Quill (@zoe_q)"]
    await tap(view, olive, "*Zoe* Quill (@zoe_q)")
    assert "0 in" in view.content
    await olive.click(view, label="Back to the door")

    # A member without a place becomes one as well.
    await pick(view, olive, town.member("zed"))
    assert "**zed** is in, as a walk-in: they had no place." in view.content


async def test_people_check_themselves_in_with_the_code_on_the_screen(
    town: Town, olive: MemberActor
) -> None:
    (ada,) = await going(town, "ada")
    view, screen = await opened(town, olive)
    (picture,) = screen.attachments
    assert picture.filename == "checkin.png"
    code = code_on(screen)
    typed = f" {code[:3].lower()} {code[3:]}"
    answer = await ada.slash(town.channel, "checkin", code=typed)
    assert "Welcome to **HR Tweetup**, you are checked in. Have a good time." in said(answer)
    again = await ada.slash(town.channel, "checkin", code=code)
    assert "checked in at **HR Tweetup** already" in said(again)
    stranger = await town.member("zed").slash(town.channel, "checkin", code=code)
    assert "please say hello to an organiser" in said(stranger)
    await olive.click(view, label="Still to come")
    assert "2 in, 0 still to come" in view.content


async def test_the_code_changes_and_the_one_before_counts_for_a_while(
    town: Town, olive: MemberActor
) -> None:
    ada, bo = await going(town, "ada", "bo")
    _, screen = await opened(town, olive)
    first = code_on(screen)
    await town.env.advance_time(600)
    await olive.click(screen, label="Show the current code")
    assert code_on(screen) != first
    assert "you are checked in" in said(await ada.slash(town.channel, "checkin", code=first))
    await town.env.advance_time(600)
    refused = said(await bo.slash(town.channel, "checkin", code=first))
    assert "is not the code on the screen just now" in refused


async def test_who_guesses_has_to_wait(town: Town, olive: MemberActor) -> None:
    ada, bo = await going(town, "ada", "bo")
    _, screen = await opened(town, olive)
    for _ in range(5):
        assert "is not the code" in said(await ada.slash(town.channel, "checkin", code="XXXXXX"))
    refused = said(await ada.slash(town.channel, "checkin", code=code_on(screen)))
    assert "Please try again at <t:1767226200:f>" in refused
    assert "you are checked in" in said(
        await bo.slash(town.channel, "checkin", code=code_on(screen))
    )
    await town.env.advance_time(600)
    await olive.click(screen, label="Show the current code")
    answer = await ada.slash(town.channel, "checkin", code=code_on(screen))
    assert "you are checked in" in said(answer)


async def test_the_view_works_after_a_restart(town: Town, olive: MemberActor) -> None:
    (ada,) = await going(town, "ada")
    view, screen = await opened(town, olive)
    code = code_on(screen)
    await town.restart()
    await pick(view, olive, ada)
    await olive.click(view, label="Who is in")
    assert list(menu(view)) == ["ada"]
    await tap(view, olive, "ada")
    await olive.click(view, label="Back to the door")
    assert "0 in, 1 still to come" in view.content
    assert "you are checked in" in said(await ada.slash(town.channel, "checkin", code=code))


async def test_after_closing_organisers_learn_kindly_who_did_not_come(
    town: Town, olive: MemberActor
) -> None:
    ada, bo, cy = await going(town, "ada", "bo", "cy")
    await cy.click(town.card(), label="Can’t make it")
    assert "was never opened" in said(await olive.slash(town.channel, "tweetup no-shows"))
    view, _ = await opened(town, olive)
    await pick(view, olive, ada)
    assert "is still open" in said(await olive.slash(town.channel, "tweetup no-shows"))
    closed = said(await olive.slash(town.channel, "door close"))
    assert "The door of **HR Tweetup** is closed. 1 person came." in closed
    assert "1 person had a place and did not come" in closed
    answer = said(await olive.slash(town.channel, "tweetup no-shows"))
    assert f"- bo, {bo.mention}" in answer
    assert "We missed you at HR Tweetup" in answer
    assert f"within a day of the start, and let you know:\n- cy, {cy.mention}" in answer
    assert "ada" not in answer

    # A closed door takes nobody in, and what was left open says so.
    refused = await pick(view, olive, bo)
    assert "is not open" in refused.followups[0].content
    assert "No door is open" in said(await bo.slash(town.channel, "checkin", code="XXXXXX"))
    # Opened again to put something right, it knows what it knew.
    view, _ = await opened(town, olive)
    assert "1 in, 1 still to come" in view.content


async def test_a_door_that_nobody_closes_closes_by_itself(town: Town, olive: MemberActor) -> None:
    await going(town, "ada")
    await opened(town, olive)
    await town.sleep(25)
    assert "- ada, " in said(await olive.slash(town.channel, "tweetup no-shows"))


async def test_only_organisers_see_the_door(town: Town, olive: MemberActor) -> None:
    (ada,) = await going(town, "ada")
    view, screen = await opened(town, olive)
    for command in ("door open", "door close", "tweetup no-shows"):
        assert command.split()[0] not in ada.available_commands(town.channel)
    # Rights that were taken away count at once, also in a view that was open before.
    organisers = town.guild.roles["Organisers"]
    town.env.backend.edit_role(town.guild.id, organisers.id, {"permissions": 0})
    for label in ("Still to come", "Add a walk-in", "Code for the screen"):
        refused = await olive.click(view, label=label)
        assert refused.modal is None
    assert "That is for organisers" in explained(
        await olive.click(screen, label="Show the current code")
    )
    assert "That is for organisers" in explained(await pick(view, olive, ada))
    assert "0 in" in view.content


async def test_a_door_opens_a_day_before_at_the_earliest(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    refused = said(await olive.slash(town.channel, "door open"))
    assert "can be opened from <t:1769020200:f> on" in refused


async def test_what_is_known_of_a_visit_is_shown_and_forgotten(
    town: Town, olive: MemberActor
) -> None:
    ada, bo = await going(town, "ada", "bo")
    view, _ = await opened(town, olive)
    await pick(view, olive, ada)
    await bo.click(town.card(), label="Maybe")
    assert "- You came to HR Tweetup" in said(await ada.slash(town.channel, "me show"))
    shown = said(await bo.slash(town.channel, "me show"))
    assert "You gave up your place at HR Tweetup within a day of its start" in shown
    for member in (ada, bo):
        asked = await member.slash(town.channel, "me forget")
        await member.click(answer_of(asked), label="Forget me")
    assert "You came" not in said(await ada.slash(town.channel, "me show"))
    await olive.click(view, label="Who is in")
    assert "0 in, 0 still to come" in view.content
    await olive.slash(town.channel, "door close")
    answer = said(await olive.slash(town.channel, "tweetup no-shows"))
    assert "Everybody who had a place came" in answer
    assert bo.mention not in answer
