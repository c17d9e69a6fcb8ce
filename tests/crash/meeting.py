"""What people do with their introductions, in a thread or in direct messages."""

from __future__ import annotations

from tests.crash.day import Day
from tests.crash.town import Json, with_button


async def prefer_messages(day: Day, name: str) -> None:
    """Whoever is introduced to them gets a message as well, and no thread."""
    where = "choose:.*:introduced_where"
    await day.town.tap(name, await day.town.asked(name, "me show", where), where, "dm")


async def greet(day: Day, name: str) -> None:
    await day.town.tap(name, await _introduction(day, name), "hello:")


async def turn_down(day: Day, name: str) -> None:
    """And be sure of it; where that was done though nobody said so, nothing is left to tap."""
    asked = await day.town.tap(name, await _introduction(day, name), "leave:")
    question = with_button(asked["messages"], r"leave:\d+:surely")
    assert question is not None
    await day.town.tap(name, question, r"leave:\d+:surely")


async def find_each_other(day: Day, name: str) -> None:
    """They say how they can be found."""
    town = day.town

    async def opened() -> Json:
        return await town.tap(name, await _introduction(day, name), "find:")

    await town.fill_in(opened, "SELECT 1 FROM recognition", words="By the green scarf")


async def meet(day: Day, name: str) -> None:
    """They say so before anybody asks."""
    await day.town.tap(name, await _introduction(day, name), "met:met:")


async def tell_whether_they_met(day: Day, name: str, answer: str) -> None:
    asked = await day.town.shown("met:yes:", to=name)
    assert asked is not None
    await day.town.tap(name, asked, f"met:{answer}:")


async def _introduction(day: Day, name: str) -> Json:
    """The newest in which they are introduced, wherever it stands."""
    world = await day.town.remote.do("world")
    found = [*world["direct"].get(name, [])]
    for guild in world["guilds"]:
        for channel in guild["channels"]:
            if name in channel.get("members", []):
                found += channel["messages"]
    newest = with_button(found, "met:met:")
    assert newest is not None
    return newest
