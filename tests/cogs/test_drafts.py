"""Setting a tweetup up step by step: the forms, the echo, its buttons, and what they are asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from tests.cogs.town import NEEDED, Town, answer_of, labels, said

BASICS = {
    "name": "HR Tweetup",
    "hashtag": "#HRTweetup",
    "when": "last Thursday of January 6:30pm",
    "place": "The Copper Kettle",
}
GONE = "That draft is no more"
READY = ["Create", "Change", "Details", "Discard"]


@pytest.fixture
def olive(town: Town) -> MemberActor:
    return town.organiser()


async def open_form(town: Town, by: MemberActor) -> InteractionResult:
    shown = await by.slash(town.channel, "tweetup create")
    assert shown.modal is not None
    return shown


def filled_in(shown: InteractionResult) -> dict[str, Any]:
    """What stands in the fields of a form, by their ids."""
    assert shown.modal is not None
    fields = [label["component"] for label in shown.modal["components"]]
    return {field["custom_id"]: field.get("value") for field in fields}


async def click(by: MemberActor, result: InteractionResult, label: str) -> InteractionResult:
    return await by.click(answer_of(result), label=label)


def embed_of(result: InteractionResult) -> str:
    (embed,) = answer_of(result).embeds
    fields = (f"{field.name}: {field.value}" for field in embed.fields)
    return "\n".join((embed.title or "", embed.description or "", *fields))


async def test_two_forms_lead_to_a_tweetup(town: Town, olive: MemberActor) -> None:
    elsewhere = town.guild.create_text_channel("elsewhere")
    echo = await olive.submit_modal(await open_form(town, olive), BASICS)
    assert "Thursday 29 January 2026, 18:30, Europe/London (<t:1769711400:R>)" in said(echo)
    assert "<t:1769711400:F>" in embed_of(echo)
    assert "Ends: 21:30, Europe/London" in embed_of(echo)
    assert labels(answer_of(echo)) == READY
    assert await town.events() == []

    form = await click(olive, echo, "Details")
    details = {"capacity": "12", "zone": "Europe/Paris", "length": "until 9pm"}
    details |= {"description": "Talk shop, meet people."}
    echo = await olive.submit_modal(form, {**details, "channel": [elsewhere]})
    shown = embed_of(echo)
    assert "18:30, Europe/Paris" in said(echo)
    assert "Talk shop, meet people." in shown
    assert "Ends: 21:00, Europe/Paris" in shown
    assert "Places: 12" in shown
    assert f"Channel: <#{elsewhere.id}>" in shown

    made = await click(olive, echo, "Create")
    assert said(made).startswith("Made: **HR Tweetup** starts Thursday 29 January 2026, 18:30")
    assert labels(answer_of(made)) == []
    (event,) = await town.events()
    assert (event.name, event.hashtag, event.capacity) == ("HR Tweetup", "HRTweetup", 12)
    assert (event.zone, event.channel_id) == ("Europe/Paris", elsewhere.id)
    assert (event.ends_at - event.starts_at).total_seconds() == 2.5 * 3_600
    (card,) = elsewhere.history()
    assert "Talk shop, meet people." in (card.embeds[0].description or "")


async def test_a_bad_field_says_what_to_do_and_loses_nothing(
    town: Town, olive: MemberActor
) -> None:
    wrong = {**BASICS, "hashtag": "HR Tweetup", "when": "31 June 18:30"}
    echo = await olive.submit_modal(await open_form(town, olive), wrong)
    assert "There is no such day or time as “31 June 18:30”" in said(echo)
    assert "“HR Tweetup” cannot be a hashtag on X" in said(echo)
    assert labels(answer_of(echo)) == READY[1:]
    form = await click(olive, echo, "Change")
    assert filled_in(form) == wrong
    echo = await olive.submit_modal(form, BASICS)
    assert labels(answer_of(echo)) == READY
    await click(olive, echo, "Create")
    assert len(await town.events()) == 1


async def test_options_that_do_not_suffice_are_kept(town: Town, olive: MemberActor) -> None:
    echo = await olive.slash(town.channel, "tweetup create", name="Tea", capacity=3)
    assert "Still needed: Hashtag, When it starts, Place." in said(echo)
    form = await click(olive, echo, "Change")
    assert filled_in(form) == {"name": "Tea", "hashtag": None, "when": None, "place": None}
    echo = await olive.submit_modal(form, BASICS)
    assert "Places: 3" in embed_of(echo)


async def test_what_can_be_read_in_several_ways_is_asked_about(
    town: Town, olive: MemberActor
) -> None:
    for when, asked, choice, meant in (
        ("03/04 18:30", "in more than one way", "Friday 3 April 2026, 18:30", "2026-04-03 18:30"),
        ("22 January 6:30", "in more than one way", "", "2026-01-22 18:30"),
        ("24 June 2025 18:30", "over already", "Wednesday 24 June 2026, 18:30", "2026-06-24 18:30"),
        ("29 March 01:30", "clocks go forward", "Sunday 29 March 2026, 02:30", "2026-03-29 02:30"),
        ("25 October 01:30", "clocks go back", "", "2026-10-25 01:30"),
        ("in two weeks", "without a time", "Thursday 15 January 2026, 18:30", "2026-01-15 18:30"),
    ):
        echo = await town.draft(olive, name=meant, when=when)
        assert asked in said(echo), when
        offered = labels(answer_of(echo))
        assert "Create" not in offered, when
        echo = await click(olive, echo, choice or offered[1])
        assert labels(answer_of(echo)) == READY, when
        await click(olive, echo, "Create")
    made = {event.name: f"{event.local_start:%Y-%m-%d %H:%M}" for event in await town.events()}
    assert len(made) == 6
    assert all(name == start for name, start in made.items()), made


async def test_the_two_sides_of_a_night_are_told_apart(town: Town, olive: MemberActor) -> None:
    echo = await town.draft(olive, when="25 October 01:30")
    summer, winter = labels(answer_of(echo))[:2]
    assert (summer[-5:], winter[-5:]) == ("(BST)", "(GMT)")
    await click(olive, await click(olive, echo, winter), "Create")
    (event,) = await town.events()
    assert event.starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("UTC"))


async def test_discarded_is_gone(town: Town, olive: MemberActor) -> None:
    echo = await town.draft(olive)
    assert "Discarded" in said(await click(olive, echo, "Discard"))
    assert filled_in(await open_form(town, olive))["name"] is None
    assert await town.events() == []


async def test_the_buttons_of_an_earlier_draft_make_nothing(town: Town, olive: MemberActor) -> None:
    first = await town.draft(olive)
    second = await town.draft(olive, name="Another")
    assert GONE in said_after(await click(olive, first, "Create"))
    await click(olive, second, "Create")
    assert GONE in said_after(await click(olive, first, "Create"))
    assert [event.name for event in await town.events()] == ["Another"]


def said_after(result: InteractionResult) -> str:
    return "\n".join(each.content for each in result.followups)


async def test_a_draft_outlives_a_restart_and_so_does_an_open_form(
    town: Town, olive: MemberActor
) -> None:
    form = await open_form(town, olive)
    await town.restart()
    echo = await olive.submit_modal(form, BASICS)
    await town.restart()
    form = await click(olive, echo, "Change")
    assert filled_in(form) == BASICS
    await town.restart()
    await click(olive, await olive.submit_modal(form, BASICS), "Create")
    assert len(await town.events()) == 1


async def test_a_draft_is_kept_for_a_day(town: Town, olive: MemberActor) -> None:
    echo = await town.draft(olive)
    await town.sleep(25)
    assert GONE in said_after(await click(olive, echo, "Create"))
    assert await town.events() == []
    assert filled_in(await open_form(town, olive))["name"] is None


async def test_what_passed_meanwhile_is_asked_about_again(town: Town, olive: MemberActor) -> None:
    echo = await town.draft(olive, when="today 00:30")
    await town.env.advance_time(3_600)
    again = await click(olive, echo, "Create")
    assert "over already" in said(again)
    assert await town.events() == []


async def test_a_permission_that_went_meanwhile_stops_it(town: Town, olive: MemberActor) -> None:
    echo = await town.draft(olive)
    town.allow_bot(NEEDED - {"embed_links"})
    refused = await click(olive, echo, "Create")
    assert "these permissions there: Embed Links" in said_after(refused)
    town.allow_bot(NEEDED)
    await click(olive, refused, "Create")
    assert len(await town.events()) == 1


async def test_a_duplicate_is_the_same_on_another_day(town: Town, olive: MemberActor) -> None:
    ada = town.member("ada")
    await town.create(olive, capacity=5, length="90 minutes", description="Talk shop.")
    await olive.slash(town.channel, "tweetup organisers add", member=ada)
    again = {"event": "HR Tweetup", "when": "29 January 18:30"}
    echo = await olive.slash(town.channel, "tweetup duplicate", **again)
    assert "Thursday 29 January 2026, 18:30" in said(echo)
    await click(olive, echo, "Create")
    first, second = await town.events()
    assert second.starts_at.date().isoformat() == "2026-01-29"
    assert (second.capacity, second.description, second.hashtag) == (5, "Talk shop.", "HRTweetup")
    assert second.ends_at - second.starts_at == first.ends_at - first.starts_at
    assert await town.services.organisers.named(second) == [ada.id]


async def test_me_show_and_forget_know_of_drafts_and_names(town: Town, olive: MemberActor) -> None:
    await town.create(olive)
    await olive.slash(town.channel, "tweetup organisers add", member=olive)
    await town.draft(olive, name="Tea")
    shown = said(await olive.slash(town.channel, "me show"))
    assert "A tweetup you are setting up: Tea." in shown
    assert "You were named an organiser of HR Tweetup" in shown
    await town.services.privacy.forget(town.guild.id, olive.id)
    shown = said(await olive.slash(town.channel, "me show"))
    assert "setting up" not in shown
    assert "organiser" not in shown
