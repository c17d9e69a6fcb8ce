"""What people read who ask what they can do here."""

from __future__ import annotations

import re

from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.texts import text
from tests.cogs.town import Town, answer_of, labels

MENTION = re.compile(r"</([a-z -]+):(\d+)>")
ARRIVING, ATTENDING = "If you would like to come", "Before you go"


async def asked(town: Town, by: MemberActor) -> ResponseMessage:
    return answer_of(await by.slash(town.channel, "help"))


def titles(answer: ResponseMessage) -> list[str]:
    return [embed.title or "" for embed in answer.embeds]


def commands(answer: ResponseMessage) -> set[str]:
    return {name for each in answer.embeds for name, _ in MENTION.findall(each.description or "")}


async def test_help_is_for_whoever_asks(town: Town) -> None:
    olive, ada = town.organiser(), town.member("ada")
    answer = await asked(town, ada)
    assert titles(answer) == [ARRIVING]
    assert text("help.arriving.no_card") in (answer.embeds[0].description or "")
    assert labels(answer) == []

    first_step = await asked(town, olive)
    assert titles(first_step) == ["As an organiser"]
    assert commands(first_step) == {"tweetup create", "tweetup repeat", "tweetup doctor"}
    opened = await olive.click(first_step, label="Set up a tweetup")
    assert opened.modal is not None

    await town.plan(olive)
    answer = await asked(town, ada)
    assert "Next here: **HR Tweetup**, <t:1769106600:F>" in answer.content
    assert titles(answer) == [ARRIVING]
    assert commands(answer) == {"link", "tweetup list", "me show"}
    (button,) = [item for row in answer.components for item in row["components"]]
    assert button["url"].endswith(f"/{town.guild.id}/{town.channel.id}/{town.card().id}")

    await ada.click(town.card(), label="Going")
    answer = await asked(town, ada)
    assert "Next for you: **HR Tweetup**" in answer.content
    assert titles(answer) == [ATTENDING]
    assert {"link", "me posts", "people", "checkin"} < commands(answer)

    await olive.slash(town.channel, "tweetup organisers add", member=ada)
    answer = await asked(town, ada)
    assert titles(answer) == [ATTENDING, "As an organiser of HR Tweetup"]
    assert "door open" in commands(answer)
    assert not {"tweetup create", "tweetup doctor"} & commands(answer)
    assert "tweetup create" in commands(await asked(town, olive))


async def test_help_leads_to_commands_that_are_there(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    await olive.click(town.card(), label="Going")
    answer = await asked(town, olive)
    there = {each.qualified_name for each in town.bot.tree.walk_commands()}
    assert commands(answer) <= there
    known = {each.name: each.id for each in await town.bot.tree.fetch_commands()}
    for embed in answer.embeds:
        for name, its_id in MENTION.findall(embed.description or ""):
            assert known[name.partition(" ")[0]] == int(its_id)
