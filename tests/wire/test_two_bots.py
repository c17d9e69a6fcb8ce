"""Somebody starts the bot a second time, while it is still at work."""

from __future__ import annotations

from pathlib import Path

from bot.cli import REPLACED
from tests.discord_api.remote import messages_in
from tests.wire.command import online
from tests.wire.stage import Stage, said


async def test_the_later_one_takes_over_and_nothing_is_said_twice(
    empty_stage: Stage, tmp_path: Path
) -> None:
    stage = empty_stage
    first_place, second_place = tmp_path / "first", tmp_path / "second"
    first_place.mkdir()
    second_place.mkdir()
    async with online(stage, first_place) as first:
        # The card stands, and the first has yet to hear of it.
        await stage.remote.do(
            "add_fault", method="POST", path="/channels/*/messages", act="hold", after=True
        )
        await stage.create(await stage.organiser())
        await stage.remote.held()
        async with online(stage, second_place) as second:
            await first.says("replaced by another process")
            await stage.remote.do("release", goes_on=True)
            await stage.remote.do("clear_faults")
            assert await first.ended() == REPLACED
            assert "each needs a name of its own" in first.output.read_text(encoding="utf-8")
            seen = await stage.remote.tap(await stage.join("ada"), await stage.card(), "Going")
            assert "You have a place" in said(seen)
            world = await stage.until(lambda world: world["guilds"][0]["events"])
            assert second.process.exitcode is None
    assert [event["name"] for event in world["guilds"][0]["events"]] == ["HR Tweetup"]
    assert len(messages_in(world, stage.channel_id)) == len(await stage.sent()) == 1
