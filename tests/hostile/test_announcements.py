"""Everything the bot says of its own accord, with hostile words in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from bot.domain.markdown import with_addresses
from bot.ports import Outgoing, Place
from cogs.announcer import DiscordAnnouncer
from cogs.render.message import Message
from cogs.render.outgoing import message
from tests.cogs.town import Town
from tests.hostile.rules import require_fitting, require_harmless
from tests.hostile.saying import PLAIN, SAYING, before, event
from tests.hostile.values import SAMPLES, VALUES, words

PLACE = Place(70, channel_id=71)


def said(kind: str, words: str) -> Message:
    return message(Outgoing(42, PLACE, SAYING[kind](words)))


def places(words: str) -> str:
    """Where the event is, and where it was, as messages show it."""
    return "\n".join(with_addresses(each.place) for each in (event(words), before(words)))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("kind", SAYING)
async def test_each_value_in_each_message(kind: str, name: str) -> None:
    found = said(kind, VALUES[name])
    require_fitting(found)
    require_harmless(found, said(kind, PLAIN), places(VALUES[name]))


@pytest.mark.parametrize("kind", SAYING)
@settings(max_examples=25)
@given(words())
async def test_whatever_is_made_of_them(kind: str, text: str) -> None:
    found = said(kind, text)
    require_fitting(found)
    require_harmless(found, said(kind, PLAIN), places(text))


@pytest.mark.parametrize("kind", SAYING)
async def test_discord_takes_each_and_calls_nobody_else(town: Town, kind: str) -> None:
    announcer = DiscordAnnouncer(town.bot)
    place = Place(town.guild.id, channel_id=town.channel.id)
    for number, name in enumerate(SAMPLES, start=1):
        await announcer.send(Outgoing(number, place, SAYING[kind](VALUES[name])))
    sent: list[Any] = [r.json for r in town.env.http_requests if r.path.endswith("/messages")]
    meant = said(kind, PLAIN).mentions.to_dict()
    assert len(sent) >= len(SAMPLES)
    assert all(each["allowed_mentions"].get("parse", []) == [] for each in sent)
    allowed = [set(map(str, each["allowed_mentions"].get("users", []))) for each in sent]
    assert all(each <= set(map(str, meant.get("users", []))) for each in allowed)
