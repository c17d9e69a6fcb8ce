"""The gateway fails: what people did meanwhile is answered, or can be done again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sampled import sampled
from tests.wire.stage import Stage, said


@pytest.mark.parametrize(
    "how",
    sampled(
        [
            {"act": "drop"},
            {"act": "drop", "turned_away": 2},
            {"act": "close", "code": 4000},
            {"act": "close", "code": 1000},
            {"act": "reconnect"},
            {"act": "invalidate", "resumable": True},
        ],
        every=2,
    ),
    ids=[
        "dropped",
        "out of reach",
        "closed",
        "closed without reason",
        "asked to reconnect",
        "invalid",
    ],
)
async def test_a_tap_while_the_line_was_down_is_answered(stage: Stage, how: dict[str, Any]) -> None:
    card = await stage.set_up()
    ada = await stage.join("ada")
    connected: list[bool] = []

    async def on_disconnect() -> None:
        connected.append(stage.bot.connected)

    stage.bot.add_listener(on_disconnect)
    await stage.remote.do("gateway", **how)
    assert "You have a place" in said(await stage.remote.tap(ada, card, "Going"))
    assert ({*connected}, stage.bot.connected) == ({False}, True)
    told = await stage.remote.do("connections")
    assert (told["open"], told["identified"], told["resumed"]) == (1, 1, 1)
    # Nothing that was heard before was heard again.
    seen = [c for c in await stage.remote.calls() if c["path"].startswith("/interactions/")]
    assert len(seen) == 3


@pytest.mark.parametrize("act", ["invalidate", "forget"])
async def test_a_session_that_is_gone_is_begun_anew(stage: Stage, act: str) -> None:
    card = await stage.set_up()
    ada = await stage.join("ada")
    await stage.remote.do("gateway", act=act)
    if act == "forget":
        await stage.remote.do("gateway", act="drop")
    await stage.remote.until("connections", lambda told: told["identified"] == 2)
    assert "You have a place" in said(await stage.remote.tap(ada, card, "Going"))


async def test_a_line_that_is_dead_but_open_is_given_up(empty_stage: Stage) -> None:
    stage = empty_stage
    await stage.remote.do("gateway", act="drop", heartbeat_ms=50)
    await stage.start()
    card = await stage.set_up()
    ada = await stage.join("ada")
    await stage.remote.do("gateway", act="deafen")
    # From now on: were it as impatient from the beginning, a slow machine would be taken for dead.
    line = stage.bot.shards[0]._parent.ws._keep_alive
    assert line is not None
    line.heartbeat_timeout = 0.3
    assert "You have a place" in said(await stage.remote.tap(ada, card, "Going"))
    told = await stage.remote.do("connections")
    assert (told["identified"], told["resumed"] >= 1) == (1, True)


async def test_a_line_on_which_nothing_is_said_is_kept_by_heartbeats(empty_stage: Stage) -> None:
    await empty_stage.remote.do("gateway", act="drop", heartbeat_ms=20)
    await empty_stage.start()
    await empty_stage.remote.until("connections", lambda told: told["heartbeats"] > 10)
    assert (await empty_stage.remote.do("connections"))["resumed"] == 0
