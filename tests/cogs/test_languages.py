"""People are spoken to in their own language, and channels in their community's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest
from simcord import interactions
from simcord.actors import MemberActor

from db import languages
from tests.cogs.town import Town, answer_of, labels, said

STANDS = {
    "name": "HR Tweetup",
    "hashtag": "HRTweetup",
    "when": "22 January 2026 18:30",
    "place": "The Copper Kettle",
    "capacity": "",
}

Reads = Callable[[MemberActor, str], None]


@pytest.fixture
def reads(town: Town, monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Let a member use Discord in a language; the simulation knows American English alone."""
    used: dict[int, str] = {}
    simulated = interactions.base_payload

    def base_payload(*args: Any, **known: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = simulated(*args, **known)
        who = payload.get("member", payload)["user"]["id"]
        payload["locale"] = used.get(int(who), "en-US")
        guild = town.bot.get_guild(town.guild.id)
        if guild is not None and "guild_locale" in payload:
            payload["guild_locale"] = str(guild.preferred_locale)
        return record, payload

    def use(member: MemberActor, locale: str) -> None:
        used[member.id] = locale

    monkeypatch.setattr(interactions, "base_payload", base_payload)
    return use


async def noted(town: Town, member: MemberActor) -> str | None:
    async with town.database.read() as conn:
        return await languages.get(conn, town.guild.id, member.id)


async def test_everybody_is_answered_and_reminded_in_their_own_language(
    town: Town, reads: Reads
) -> None:
    await town.set_up(when="today 03:00")
    ada, bo, kei = (town.member(name) for name in ("ada", "bo", "kei"))
    reads(ada, "de")
    reads(kei, "ja")
    answered = await ada.click(town.card(), label="Going")
    assert "Du hast einen Platz bei **HR Tweetup**" in said(answered)
    await ada.click(answer_of(answered), label="Per Nachricht erinnern")
    for member in (bo, kei):  # there is no Japanese, so English it is
        panel = await member.click(town.card(), label="Going")
        assert "You have a place at **HR Tweetup**" in said(panel)
        await member.click(answer_of(panel), label="Remind me by message")

    await town.env.advance_time(3_600 + 1)
    (german,) = town.direct(ada)
    assert "Gleich geht es los, und du hast einen Platz: **HR Tweetup**" in german.content
    assert "Donnerstag, 1. Januar 2026, 03:00, Europe/London" in german.content
    assert labels(german) == ["Ich kann nicht", "Keine solchen Nachrichten mehr"]
    for member in (bo, kei):
        (english,) = town.direct(member)
        assert "you have a place" in english.content
    assert "About to begin" in town.channel.history()[-1].content, "the organiser’s language"

    asked = await ada.slash(town.channel, "me forget")
    assert await noted(town, ada) == "de"
    await ada.click(answer_of(asked), label="Vergiss mich")
    assert await noted(town, ada) is None


async def test_a_form_and_what_is_wrong_with_it_are_in_the_readers_language(
    town: Town, reads: Reads
) -> None:
    olive = town.organiser()
    reads(olive, "de")
    drafted = await town.draft(olive)
    assert "Stimmt das so?" in said(drafted)
    await olive.click(answer_of(drafted), label="Einrichten")
    shown = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup")
    assert shown.modal is not None
    assert shown.modal["title"] == "Tweetup ändern"
    told = await olive.submit_modal(shown, STANDS | {"capacity": "acht"})
    assert "„acht“ kann keine Anzahl von Plätzen sein" in said(told)
    nothing = await olive.slash(town.channel, "door close")
    assert "Der Einlass bei **HR Tweetup** ist nicht offen" in said(nothing)


@pytest.mark.parametrize("community", [True, False])
async def test_a_channel_is_told_in_the_language_of_its_community_or_of_the_organiser(
    town: Town, reads: Reads, community: bool
) -> None:
    guild = town.bot.get_guild(town.guild.id)
    assert guild is not None
    if community:
        guild.features = ["COMMUNITY"]
        guild.preferred_locale = discord.Locale.german
    olive = town.organiser()
    reads(olive, "en-US" if community else "de")
    made = await town.draft(olive)
    await olive.click(answer_of(made), label="Create" if community else "Einrichten")
    assert labels(town.card())[:3] == ["Ich komme", "Vielleicht", "Ich kann nicht"]
    assert "**Wo** The Copper Kettle" in (town.card().embeds[0].description or "")


async def test_commands_are_described_in_german_too(town: Town) -> None:
    sent: list[Any] = [r.json for r in town.env.http_requests if r.path.endswith("/commands")]
    (synced,) = sent
    (link,) = (each for each in synced if each["name"] == "link")
    assert link["description_localizations"]["de"].startswith("Sag mir, welches X-Konto")
    assert link["options"][0]["description_localizations"] == {
        "de": "Dein Handle auf X, zum Beispiel @ada"
    }
    assert "de" not in (link["name_localizations"] or {}), "commands are named alike for all"
