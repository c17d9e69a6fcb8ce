"""`/me show`: what a member sees of themselves, and every choice of theirs."""

from __future__ import annotations

from dataclasses import asdict

from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from bot.domain.members import Consents
from tests.cogs.introduced import introduce
from tests.cogs.posts import CY
from tests.cogs.town import Town, labels, said


def switches(shown: InteractionResult) -> ResponseMessage:
    found: ResponseMessage = shown.followups[-1]
    return found


def chosen(message: ResponseMessage) -> list[str]:
    """What the selects show as it stands."""
    items = [item for row in message.components for item in row["components"]]
    return [
        option["label"]
        for item in items
        for option in item.get("options", ())
        if option.get("default")
    ]


async def consents(town: Town, member: MemberActor) -> Consents:
    return (await town.services.privacy.known(town.guild.id, member.id)).consents


async def test_each_consent_is_switched_by_itself(town: Town) -> None:
    for what, on, off, sentence in (
        ("introductions", "Turn introductions on", "Turn introductions off", "**Introductions** a"),
        ("listed", "Show my name on cards", "Take my name off cards", "**Your name** stands on th"),
        ("drawn", "Let me be in pictures", "Leave me out of pictures", "you may stand in pictures"),
        ("followed", "Let others follow me", "Take me off lists", "stands on the lists of people"),
        ("messaged", "Write to me", "Do not write to me", "I may write to you"),
    ):
        member = town.member(what)
        shown = switches(await member.slash(town.channel, "me show"))
        await member.click(shown, label=on)
        assert asdict(await consents(town, member)) == asdict(Consents()) | {what: True}
        assert sentence in shown.content
        assert off in labels(shown)
        assert on not in labels(shown)
        await member.click(shown, label=off)
        assert asdict(await consents(town, member)) == asdict(Consents()) | {what: False}
        assert on in labels(shown)


async def test_how_people_are_introduced_is_asked_of_those_who_are(town: Town) -> None:
    ada = town.member("ada")
    shown = switches(await ada.slash(town.channel, "me show"))
    assert chosen(shown) == []
    await ada.click(shown, label="Turn introductions on")
    assert "One step is left" in shown.content
    assert chosen(shown) == [
        "Introduce me in a private thread",
        "At most 3 people before each tweetup",
    ]
    await ada.select(shown, ["dm"], custom_id=f"choose:{town.guild.id}:introduced_where")
    await ada.select(shown, ["5"], custom_id=f"choose:{town.guild.id}:introduced_at_most")
    assert chosen(shown) == [
        "Introduce me by direct message",
        "At most 5 people before each tweetup",
    ]
    given = await consents(town, ada)
    assert (given.introduced_where, given.introduced_at_most) == ("dm", 5)


async def test_reminders_are_chosen_in_one_go(town: Town) -> None:
    ada = town.member("ada")
    shown = switches(await ada.slash(town.channel, "me show"))
    assert "you have not chosen any yet" in shown.content
    select = f"choose:{town.guild.id}:reminders"
    await ada.select(shown, ["channel_late"], custom_id=select)
    assert chosen(shown) == ["Reminders as a ping in the channel: from the day before"]
    assert "ping you in the channel" in shown.content
    await ada.select(shown, ["none"], custom_id=select)
    assert "**Reminders** are off" in shown.content
    await ada.select(shown, ["dm_all"], custom_id=select)
    given = await consents(town, ada)
    assert (given.remind_where, given.remind_which) == ("dm", "all")


async def test_reminders_by_message_are_a_choice_of_their_own(town: Town) -> None:
    ada = town.member("ada")
    shown = switches(await ada.slash(town.channel, "me show"))
    select = f"choose:{town.guild.id}:reminders"
    await ada.select(shown, ["dm_all"], custom_id=select)
    assert "and so does news when something changes" in shown.content
    assert "I may write to you" in shown.content
    await ada.click(shown, label="Do not write to me")
    assert "because you chose that; other news does not" in shown.content
    given = await consents(town, ada)
    assert (given.remind_where, given.messaged) == ("dm", False)


async def test_introductions_are_shown_with_whom_and_why_and_ones_own_answer_only(
    town: Town,
) -> None:
    event = await town.set_up()
    ada, bo = town.member("ada"), town.member("bo")
    await introduce(town, event, ada, bo)
    shown = said(await ada.slash(town.channel, "me show"))
    assert (
        f"- Introduced to <@{bo.id}> (@bo\\_hires) before HR Tweetup. You had talked to each"
        " other: posts [1](<https://x.com/i/status/11>), [2](<https://x.com/i/status/10>)."
        " You said hello. You said that you met."
    ) in shown
    assert "not for you" not in shown
    assert "did not meet" not in shown
    others = said(await bo.slash(town.channel, "me show"))
    assert f"- Introduced to <@{ada.id}> (@ada\\_hr) before" in others
    assert "You said it was not for you" in others
    assert "You said hello" not in others


async def test_a_bridge_names_those_whom_both_talked_with(town: Town) -> None:
    event = await town.set_up()
    ada, bo = town.member("ada"), town.member("bo")
    await introduce(town, event, ada, bo, kind="bridge", shared=(CY.id,))
    shown = said(await ada.slash(town.channel, "me show"))
    assert "You had both talked with @cy." in shown


async def test_an_introduction_taken_back_names_nobody(town: Town) -> None:
    event = await town.set_up()
    ada, bo = town.member("ada"), town.member("bo")
    await introduce(town, event, ada, bo, state="withdrawn")
    shown = said(await ada.slash(town.channel, "me show"))
    assert "An introduction before HR Tweetup, taken back" in shown
    assert str(bo.id) not in shown
    assert "bo\\_hires" not in shown
