"""Somebody starts the bot a second time, while it is still at work."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.cli import REPLACED
from cogs import form as forms
from cogs.acknowledging import all_answered
from tests.discord_api.remote import messages_in
from tests.wire.command import online
from tests.wire.stage import ANSWER, Stage, said


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
        olive = await stage.organiser()
        await stage.create(olive)
        await stage.remote.held()
        # Somebody is about to be answered by it.
        await stage.remote.do("add_fault", **ANSWER, act="hold")
        command = stage.remote.command(olive, stage.channel_id, "tweetup list")
        listed = asyncio.create_task(command)
        await stage.remote.until("held", lambda told: len(told["calls"]) == 2)
        async with online(stage, second_place) as second:
            await first.says("replaced by another process")
            # Whoever began the second tells the first to stop.
            first.tell(signal.SIGTERM)
            seen = await stage.remote.tap(await stage.join("ada"), await stage.card(), "Going")
            assert "You have a place" in said(seen)
            await stage.remote.do("release", goes_on=True)
            assert "HR Tweetup" in said(await listed)
            assert await first.ended() == REPLACED
            assert "each needs a name of its own" in first.output.read_text(encoding="utf-8")
            world = await stage.until(lambda world: world["guilds"][0]["events"])
            assert second.process.exitcode is None
    assert [event["name"] for event in world["guilds"][0]["events"]] == ["HR Tweetup"]
    assert len(messages_in(world, stage.channel_id)) == len(await stage.sent()) == 1


async def test_what_another_process_answered_is_left_to_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    olive = await stage.organiser()
    await stage.create(olive)
    await stage.settle()
    shown = await stage.remote.command(olive, stage.channel_id, "tweetup questions")
    for remembered_for in (forms.REMEMBERED_FOR, 0.001):
        monkeypatch.setattr(forms, "REMEMBERED_FOR", remembered_for)
        form = await stage.remote.tap(olive, shown["messages"][0], "Add a question")
        # It is forgotten by real time, and nobody tells.
        while remembered_for < 1 and forms.Form.knows(form["modal"]["custom_id"]):  # noqa: ASYNC110
            await asyncio.sleep(0)
        await stage.remote.do("add_fault", **ANSWER, act="hold")
        values = {"wording": "How do you get here?", "required": ["no"]}
        await stage.remote.do("submit", interaction_id=form["id"], values=values)
        held = await stage.remote.held()
        # As the other process does, that was sooner.
        url = f"{stage.remote.url}/api/v10{held['path']}"
        async with aiohttp.ClientSession() as session:
            assert (await session.post(url, json={"type": 6})).status == 204
        await stage.remote.do("release", goes_on=True)
        await all_answered()
        late, *others = [c for c in await stage.remote.calls() if c["number"] >= held["number"]]
        assert late["status"] == 400
        assert [each["path"] for each in others] == [late["path"]], remembered_for
    asked = await stage.remote.command(olive, stage.channel_id, "tweetup questions")
    assert "0 of 3" in said(asked)
