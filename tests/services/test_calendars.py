"""A member's calendar: at an address only they know, until they take it away."""

from __future__ import annotations

import re

import pytest

from bot.errors import UserError
from bot.services.calendars import Calendars
from tests.services.world import GUILD, World, draft

PUBLIC = "https://tweetup.example.org"


def calendars(world: World) -> Calendars:
    return Calendars(world.database, world.clock, PUBLIC)


def token(address: str) -> str:
    found = re.fullmatch(rf"{PUBLIC}/calendar/([0-9a-f]{{32}})\.ics", address)
    assert found is not None
    return found[1]


async def test_a_feed_holds_what_its_member_goes_to_or_waits_for(world: World) -> None:
    services = world.services()
    full = await services.events.create(draft(name="Full", capacity=1))
    for name, answer in (("Sure", "going"), ("Perhaps", "maybe"), ("Without me", "declined")):
        event = await services.events.create(draft(name=name))
        await services.rsvp.answer(GUILD, event.id, 1, answer)  # type: ignore[arg-type]
    for member in (2, 1):
        await services.rsvp.answer(GUILD, full.id, member, "going")
    feed = await calendars(world).feed(token(await calendars(world).address(GUILD, 1)))
    assert feed is not None
    found = re.findall(r"SUMMARY:(.+?)\r\n.*?STATUS:(\w+)", feed.decode(), re.DOTALL)
    assert found == [("Full", "TENTATIVE"), ("Sure", "CONFIRMED")]


async def test_an_address_stays_until_it_is_renewed_or_taken_away(world: World) -> None:
    own = calendars(world)
    first = await own.address(GUILD, 1)
    assert await own.address(GUILD, 1) == first
    assert await own.address(GUILD, 2) != first
    assert await own.address(GUILD + 1, 1) != first
    second = await own.renew(GUILD, 1)
    assert second != first
    assert await own.feed(token(first)) is None
    assert await own.feed(token(second)) is not None
    await own.revoke(GUILD, 1)
    assert await own.feed(token(second)) is None


async def test_being_forgotten_ends_the_feed(world: World) -> None:
    services, own = world.services(), calendars(world)
    address = await own.address(GUILD, 1)
    assert (await services.privacy.known(GUILD, 1)).calendar
    await services.privacy.forget(GUILD, 1)
    assert await own.feed(token(address)) is None
    assert not (await services.privacy.known(GUILD, 1)).calendar


async def test_without_pages_there_is_no_address(world: World) -> None:
    with pytest.raises(UserError, match="no_address"):
        await world.services().calendars.address(GUILD, 1)


async def test_another_guilds_event_gives_no_file(world: World) -> None:
    event = await world.services().events.create(draft())
    with pytest.raises(UserError, match=r"event\.unknown"):
        await world.services().calendars.file(GUILD + 1, event.id)
