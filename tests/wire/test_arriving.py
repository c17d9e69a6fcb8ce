"""The bot is taken into a server: it says hello there once, whatever happens meanwhile."""

from __future__ import annotations

from typing import Any

from bot.domain.permissions import INVITED
from tests.wire.stage import PEOPLE, Json, Stage, said

CHANNELS = ("rules", "general", "tweetup")


async def _taken_in(stage: Stage, **more: Any) -> Json:
    """A server takes the bot in today."""
    new: dict[str, Any] = {"name": "HR Leeds", "bot": INVITED, "everyone": PEOPLE}
    given = new | {"days_ago": 0, "channels": CHANNELS} | more
    told: Json = await stage.remote.do("add_guild", **given)
    return told


async def _hellos(stage: Stage, guild: Json, number: int) -> list[Json]:
    """Those in a server, once there are so many, and no more even in time."""

    def found(world: Json) -> list[Json]:
        channels = next(each["channels"] for each in world["guilds"] if each["id"] == guild["id"])
        return [m for each in channels for m in each["messages"] if "**Hello" in m["content"]]

    await stage.until(lambda world: len(found(world)) >= number)
    await stage.settle()
    there = found(await stage.remote.do("world"))
    assert len(there) == number
    return there


async def test_who_took_it_in_while_it_was_away_is_greeted_once(empty_stage: Stage) -> None:
    stage = empty_stage
    guild = await _taken_in(stage)
    closed = {"role_id": guild["bot_role_id"], "allows": [], "denies": ["send_messages"]}
    await stage.remote.do("overwrite", channel_id=guild["channel_ids"][0], **closed)
    await stage.start()
    (hello,) = await _hellos(stage, guild, 1)
    assert int(hello["channel_id"]) == guild["channel_ids"][1]
    # The server it has been in for a month hears nothing.
    await _hellos(stage, {"id": stage.guild_id}, 0)

    ada = await stage.remote.do("add_member", guild_id=guild["id"], name="ada", role_ids=[])
    refused = await stage.remote.tap(ada["id"], hello, "Set up a tweetup")
    assert "That is for organisers" in said(refused)
    shown = await stage.remote.tap(guild["owner_id"], hello, "Set up a tweetup")
    assert shown["modal"]["custom_id"] == "draft_form:basics"

    await stage.stop()
    await stage.start()
    assert await _hellos(stage, guild, 1) == [hello]


async def test_a_server_that_cannot_be_had_at_first_hinders_no_other_and_is_greeted_later(
    empty_stage: Stage,
) -> None:
    stage = empty_stage
    late, guild = await _taken_in(stage, name="HR York"), await _taken_in(stage)
    await stage.remote.do("outage", guild_id=late["id"])
    await stage.start()
    await _hellos(stage, guild, 1)
    await _hellos(stage, late, 0)
    await stage.remote.do("outage", guild_id=late["id"], over=True)
    await _hellos(stage, late, 1)
    assert not stage.bot._late, "or it would be looked at again after every outage"


async def test_each_time_it_is_taken_in_it_says_hello(stage: Stage) -> None:
    guild = await _taken_in(stage)
    (hello,) = await _hellos(stage, guild, 1)
    assert hello["content"].startswith("**Hello, I’m Tweetup.**")
    walled = await _taken_in(stage, name="HR York", bot=[], everyone=[])
    await stage.remote.do("leave", guild_id=guild["id"], user_id=stage.bot_id)
    await stage.move(hours=1)
    await stage.remote.do("take_back", guild_id=guild["id"])
    first, again = await _hellos(stage, guild, 2)
    assert first == hello
    assert again["content"].startswith("**Hello again.**")
    await _hellos(stage, walled, 0)

    # Whoever knows it, and took it in again while it was away, needs no introduction.
    await stage.stop()
    await stage.remote.do("leave", guild_id=guild["id"], user_id=stage.bot_id)
    await stage.move(hours=1)
    await stage.remote.do("take_back", guild_id=guild["id"])
    await stage.start()
    await _hellos(stage, guild, 2)
