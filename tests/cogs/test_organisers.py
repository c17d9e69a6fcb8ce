"""Who may look after tweetups, seen from Discord; and two of them at once in one server."""

from __future__ import annotations

import discord
import pytest
from msgspec.structs import replace
from simcord.actors import MemberActor

from tests.cogs.posts import ADA, batch, post
from tests.cogs.town import PEOPLE, Town, answer_of, labels, said

REFUSED = "That is for organisers"


@pytest.fixture
def olive(town: Town) -> MemberActor:
    return town.organiser()


def with_role(town: Town, name: str, role_name: str) -> tuple[MemberActor, object]:
    people = town.guild.create_role(f"{role_name} people", permissions=PEOPLE)
    role = town.guild.create_role(role_name, permissions=discord.Permissions.none())
    return town.guild.add_member(town.env.create_user(name), roles=[people, role]), role


async def do(town: Town, by: MemberActor, command: str, **options: object) -> str:
    return said(await by.slash(town.channel, command, **options))


async def test_a_role_makes_organisers_until_it_is_taken_back(
    town: Town, olive: MemberActor
) -> None:
    rosa, role = with_role(town, "rosa", "Hosts")
    assert REFUSED in said(await town.create(rosa))
    answer = await do(town, olive, "tweetup organisers role", role=role)
    assert "can now set up tweetups here" in answer
    assert "Made: " in said(await town.create(rosa))
    assert "is paused" in await do(town, rosa, "feed pause")
    draft = await town.draft(rosa, hashtag="other")
    assert "No role" in await do(town, olive, "tweetup organisers role")
    late = await rosa.click(answer_of(draft), label="Create")
    assert REFUSED in late.followups[0].content
    assert REFUSED in await do(town, rosa, "feed resume")
    assert len(await town.events()) == 1


async def test_who_organises_by_role_or_name_decides_nothing_about_rights(
    town: Town, olive: MemberActor
) -> None:
    rosa, role = with_role(town, "rosa", "Hosts")
    nora = town.member("nora")
    await town.plan(olive)
    await do(town, olive, "tweetup organisers role", role=role)
    await do(town, olive, "tweetup organisers add", member=nora)
    for member in (rosa, nora):
        answer = await do(town, member, "tweetup organisers role")
        assert "Discord’s permission Manage Events" in answer
    assert "can now look after" in await do(town, rosa, "tweetup organisers add", member=rosa)
    for command in ("add", "remove"):
        assert REFUSED in await do(town, nora, f"tweetup organisers {command}", member=rosa)
    listed = await do(town, nora, "tweetup organisers list")
    assert f"<@{nora.id}> <@{rosa.id}>" in listed or f"<@{rosa.id}> <@{nora.id}>" in listed


async def test_everybodys_role_is_nobodys(town: Town, olive: MemberActor) -> None:
    everyone = town.guild.default_role
    assert "everybody" in await do(town, olive, "tweetup organisers role", role=everyone)
    assert REFUSED in said(await town.create(town.member("ada")))


async def test_two_tweetups_at_once_each_with_its_own(town: Town, olive: MemberActor) -> None:
    """Each has its hashtag, its channel and its organisers, and one leaves the other alone."""
    nora, ada = town.member("nora"), town.member("ada")
    tea = town.guild.create_text_channel("tea")
    await town.plan(olive)
    await town.plan(olive, name="Tea", hashtag="TeaTime", when="23 January 18:30", channel=tea)
    await do(town, olive, "tweetup organisers add", member=nora, event="Tea")

    assert REFUSED in await do(town, nora, "feed pause", event="HR Tweetup")
    assert "is paused" in await do(town, nora, "feed pause", event="Tea")
    teas = replace(post(2, ADA), text="Tea! #TeaTime", hashtags=("TeaTime",))
    await town.services.ingest.take(batch(post(1, ADA), teas))
    await town.env.settle()
    assert (len(town.channel.history()), len(tea.history())) == (2, 1)
    await do(town, nora, "feed resume", event="Tea")
    assert (len(town.channel.history()), len(tea.history())) == (2, 2)

    (card,) = [message for message in tea.history() if message.components]
    assert "Going" in labels(card)
    await ada.click(card, label="Going")
    listed = await do(town, ada, "tweetup list")
    assert "**HR Tweetup**" in listed
    assert f"Going: 0. <#{town.channel.id}>" in listed
    assert f"Going: 1. <#{tea.id}>" in listed

    assert "no longer looks after" in await do(
        town, olive, "tweetup organisers remove", member=nora, event="Tea"
    )
    assert "was not named" in await do(
        town, olive, "tweetup organisers remove", member=nora, event="Tea"
    )
    assert REFUSED in await do(town, nora, "feed pause", event="Tea")


async def test_organisers_elsewhere_are_nobody_here(town: Town, olive: MemberActor) -> None:
    await town.plan(olive)
    other = town.env.create_guild("Elsewhere")
    channel = other.create_text_channel("talk")
    manage = discord.Permissions(PEOPLE.value | discord.Permissions(manage_events=True).value)
    role = other.create_role("Boss", permissions=manage)
    eve = other.add_member(town.env.create_user("eve"), roles=[role])
    (event,) = await town.events()
    for command in ("feed pause", "tweetup archive", "tweetup show"):
        answer = said(await eve.slash(channel, command, event=str(event.id)))
        assert "There is no tweetup called" in answer
    offered = await eve.autocomplete(channel, "tweetup archive", "event", "")
    assert offered == []
