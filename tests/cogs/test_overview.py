"""Looking at tweetups, and putting them away."""

from __future__ import annotations

import discord
import pytest
from discord import EventStatus
from simcord.actors import MemberActor

from bot.errors import UserError
from tests.cogs.posts import ADA, batch, post
from tests.cogs.town import Town, answer_of, said

NONE = "There is no tweetup in this server yet."


@pytest.fixture
def olive(town: Town) -> MemberActor:
    return town.organiser()


async def listed(town: Town, by: MemberActor) -> str:
    return said(await by.slash(town.channel, "tweetup list"))


async def shown(town: Town, by: MemberActor, **options: str) -> dict[str, str]:
    result = await by.slash(town.channel, "tweetup show", **options)
    (embed,) = answer_of(result).embeds
    return {"": embed.description or ""} | {f.name or "": f.value or "" for f in embed.fields}


async def test_the_list_has_what_comes_first_and_then_what_is_over(
    town: Town, olive: MemberActor
) -> None:
    ada = town.member("ada")
    assert await listed(town, ada) == NONE
    await town.plan(olive, name="Later", when="29 January 18:30", capacity=5)
    await town.plan(olive, name="Sooner", when="22 January 18:30")
    await town.plan(olive, name="First", when="today 00:30", length="1 hour")
    for _ in range(2):
        await town.env.advance_time(3_600)
    lines = (await listed(town, ada)).splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "**To come**",
        "- **Sooner**",
        "- **Later**",
        "**Over**",
        "- **First**",
    ]
    assert "<t:1769711400:F>" in lines[2]
    assert "Thursday 29 January 2026, 18:30, Europe/London" in lines[2]
    assert f"Going: 0 of 5. <#{town.channel.id}>" in lines[2]


async def test_a_long_list_comes_in_several_messages(town: Town, olive: MemberActor) -> None:
    for number in range(12):
        await town.plan(olive, name=f"{number} {'x' * 95}", hashtag=f"tag{number}")
    result = await town.member("ada").slash(town.channel, "tweetup list")
    assert len(result.followups) >= 1
    assert said(result).count("- **") == 12


async def test_organisers_see_more_of_one(town: Town, olive: MemberActor) -> None:
    ada, bo = town.member("ada"), town.member("bo")
    await town.plan(olive, capacity=1, length="2 hours")
    for member in (ada, bo):
        await member.click(town.card(), label="Going")
    facts = await shown(town, ada)
    assert facts["Going"] == "1 of 1"
    assert facts["Ends"] == "20:30, Europe/London"
    assert "<t:1769106600:F>" in facts[""]
    assert not {"Waitlist", "Reminders to come", "Named organisers"} & set(facts)
    await olive.slash(town.channel, "tweetup organisers add", member=bo)
    facts = await shown(town, bo, event="HR Tweetup")
    assert facts["Waitlist"] == "1"
    assert facts["Reminders to come"].split("\n") == [
        f"<t:{1769106600 - hours * 3_600}:f>" for hours in (7 * 24, 24, 2)
    ]
    assert facts["Named organisers"] == f"<@{bo.id}>"


async def test_what_is_put_away_is_out_of_sight_and_comes_back(
    town: Town, olive: MemberActor
) -> None:
    ada = town.member("ada")
    await town.plan(olive)
    refused = await ada.slash(town.channel, "tweetup archive", event="HR Tweetup")
    assert "That is for organisers" in said(refused)
    assert "is put away" in said(
        await olive.slash(town.channel, "tweetup archive", event="HR Tweetup")
    )
    assert await listed(town, ada) == NONE
    for command in ("tweetup show", "tweetup archive", "feed pause"):
        assert await olive.autocomplete(town.channel, command, "event", "") == []
    assert closed(town) == [True, True, True, False, False]
    assert "put away" in (town.card().embeds[0].footer.text or "")
    assert await scheduled(town) == []
    await town.services.ingest.take(batch(post(1, ADA)))
    await town.env.settle()
    assert len(town.channel.history()) == 1

    (offered,) = await olive.autocomplete(town.channel, "tweetup unarchive", "event", "hr")
    back = await olive.slash(town.channel, "tweetup unarchive", event=offered["value"])
    assert "is back" in said(back)
    assert "**HR Tweetup**" in await listed(town, ada)
    assert closed(town) == [False] * 5
    assert await scheduled(town) == ["HR Tweetup"]
    await ada.click(town.card(), label="Going")
    await town.services.ingest.take(batch(post(2, ADA)))
    await town.env.settle()
    assert len(town.channel.history()) == 2


async def test_a_tap_that_comes_too_late_is_answered(town: Town, olive: MemberActor) -> None:
    event = await town.set_up()
    await town.services.events.archive(event, archived=True)
    with pytest.raises(UserError) as refused:
        await town.services.rsvp.answer(town.guild.id, event.id, 5, "going")
    assert refused.value.key == "event.archived"


def closed(town: Town) -> list[bool]:
    (row,) = town.card().components
    assert isinstance(row, discord.ActionRow)
    return [button.disabled for button in row.children if isinstance(button, discord.Button)]


async def scheduled(town: Town) -> list[str]:
    guild = town.bot.get_guild(town.guild.id)
    assert guild is not None
    return [each.name for each in guild.scheduled_events if each.status is EventStatus.scheduled]
