"""The bot is told to stop, by the signals of a terminal and of whatever runs services."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

import pytest

from bot.cli import REPLACED
from cogs.client import LAST_WORDS
from db.engine import Database
from tests.discord_api.remote import messages_in
from tests.wire.command import Running, begun, online
from tests.wire.stage import ANSWER, Stage, said

BOTH = pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=lambda sign: sign.name)
CARD: dict[str, Any] = {"method": "POST", "path": "/channels/*/messages"}
ANSWERED: dict[str, Any] = {"method": "PATCH", "path": "/webhooks/*"}
LOGIN: dict[str, Any] = {"method": "GET", "path": "/users/@me"}


async def tell(running: Running, sign: signal.Signals) -> None:
    """Twice, as a terminal does that stops a program and the one that runs it."""
    running.tell(sign)
    await running.says("stopping")
    running.tell(sign)


async def states(stage: Stage) -> list[str]:
    """Those of all that was ever to be delivered."""
    database = Database(stage.url)
    async with database.read() as conn:
        rows = await conn.exec_driver_sql("SELECT state FROM deliveries ORDER BY id")
        found = [str(state) for (state,) in rows]
    await database.close()
    return found


async def everything_stands_once(stage: Stage) -> None:
    """Whatever was left for the next start."""
    await stage.start()
    world = await stage.until(
        lambda world: messages_in(world, stage.channel_id) and world["guilds"][0]["events"]
    )
    await stage.settle()
    assert len(messages_in(world, stage.channel_id)) == 1
    assert [event["name"] for event in world["guilds"][0]["events"]] == ["HR Tweetup"]


@BOTH
async def test_what_was_being_sent_is_sent_and_nothing_more(
    empty_stage: Stage, tmp_path: Path, sign: signal.Signals
) -> None:
    stage = empty_stage
    async with online(stage, tmp_path) as running:
        await stage.remote.do("add_fault", **CARD, act="hold", after=True)
        await stage.create(await stage.organiser())
        await stage.remote.held()
        await tell(running, sign)
        await stage.remote.do("release", goes_on=True)
        assert await running.ended() == 0
    assert "sending" not in await states(stage)
    assert len(await stage.sent()) == 1
    assert "Traceback" not in running.output.read_text(encoding="utf-8")
    await everything_stands_once(stage)


async def test_a_silent_discord_does_not_hold_it_up(empty_stage: Stage, tmp_path: Path) -> None:
    stage = empty_stage
    async with online(stage, tmp_path) as running:
        await stage.remote.do("add_fault", **CARD, act="hold", after=True)
        await stage.create(await stage.organiser())
        await stage.remote.held()
        await tell(running, signal.SIGTERM)
        ended = asyncio.create_task(running.ended())
        while not ended.done():
            await stage.move(seconds=LAST_WORDS)
            await asyncio.sleep(0.01)
        assert await ended == 0
        await stage.remote.do("release", goes_on=False)
    assert "Traceback" not in running.output.read_text(encoding="utf-8")
    await everything_stands_once(stage)


async def test_whoever_tapped_still_gets_their_answer_though_another_begins_meanwhile(
    empty_stage: Stage, tmp_path: Path
) -> None:
    stage = empty_stage
    (next_place := tmp_path / "next").mkdir()
    async with online(stage, tmp_path) as running:
        card = await stage.set_up()
        ada, bo, cy = [await stage.join(name) for name in ("ada", "bo", "cy")]
        await stage.remote.do("add_fault", **ANSWERED, act="hold")
        tapped = asyncio.create_task(stage.remote.tap(ada, card, "Going"))
        await stage.remote.held()
        await tell(running, signal.SIGTERM)
        # It still hears, and so it answers, also after what it was to wait for is done.
        await stage.remote.do("add_fault", **ANSWER, act="hold")
        meanwhile = asyncio.create_task(stage.remote.tap(bo, card, "Going"))
        await stage.remote.until("held", lambda told: len(told["calls"]) == 2)
        await stage.remote.do("add_fault", **ANSWERED, act="hold")
        async with online(stage, next_place):
            await running.says("replaced by another process")
            await stage.remote.do("release", goes_on=True)
            assert "You have a place at **HR Tweetup**" in said(await tapped)
            await stage.remote.held()
            assert "You have a place" in said(await stage.remote.tap(cy, card, "Going"))
            await stage.remote.do("release", goes_on=True)
            assert "You have a place at **HR Tweetup**" in said(await meanwhile)
            assert await running.ended() == REPLACED


@BOTH
async def test_with_nothing_to_do_it_ends_at_once(
    empty_stage: Stage, tmp_path: Path, sign: signal.Signals
) -> None:
    async with online(empty_stage, tmp_path) as running:
        await tell(running, sign)
        assert await running.ended() == 0
    assert "Traceback" not in running.output.read_text(encoding="utf-8")


@BOTH
async def test_it_can_be_stopped_while_it_starts(
    empty_stage: Stage, tmp_path: Path, sign: signal.Signals
) -> None:
    await empty_stage.remote.do("add_fault", **LOGIN, act="hold")
    async with begun(empty_stage, tmp_path) as running:
        await empty_stage.remote.held()
        await tell(running, sign)
        assert await running.ended() == 0
        await empty_stage.remote.do("release", goes_on=False)
    assert "Traceback" not in running.output.read_text(encoding="utf-8")
