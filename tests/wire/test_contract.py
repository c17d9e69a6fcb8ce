"""All that is said in a run, by the bot and by the stand-in, is what Discord describes.

The description is not part of this project; where it is absent, these tests are skipped.
"""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.wire.contract import SPEC, check
from tests.wire.stage import Stage, labels

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="Discord's API description is not beside this checkout"
)


async def test_a_run(stage: Stage) -> None:
    olive = await stage.organiser()
    await stage.create(olive, capacity=1)
    card = await stage.card()
    ada, bo = await stage.join("ada"), await stage.join("bo")
    answered = await stage.remote.tap(ada, card, "Going")
    await note_something(stage, ada, answered["messages"][0])
    panel = await stage.remote.tap(ada, card, "My RSVP")
    file = await stage.remote.tap(ada, panel["messages"][0], "Add to calendar")
    assert file["messages"][0]["attachments"]
    await stage.remote.tap(bo, card, "Going")
    await stage.bot.services.privacy.consent(stage.guild_id, bo, remind_where="dm")
    await stage.remote.tap(ada, card, "Can’t make it")
    await stage.settle()
    for name, options in COMMANDS.items():
        await stage.remote.command(olive, stage.channel_id, name, **options)
    await stage.settle()
    await call_off(stage, olive)
    calls = await stage.remote.calls()
    for call in calls:
        check(call)
    assert {f"{call['method']} {call['route']}" for call in calls} >= SEEN


COMMANDS: dict[str, dict[str, Any]] = {
    "tweetup list": {},
    "tweetup edit": {"event": "HR Tweetup", "place": "The Anchor"},
    "me show": {},
    "link": {"handle": "olive_hires"},
}
SEEN = {
    "POST /channels/{channel_id}/messages",
    "PATCH /channels/{channel_id}/messages/{message_id}",
    "POST /users/@me/channels",
    "POST /guilds/{guild_id}/scheduled-events",
    "PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}",
    "POST /interactions/{interaction_id}/{interaction_token}/callback",
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
}


async def note_something(stage: Stage, member: int, panel: dict[str, Any]) -> None:
    form = await stage.remote.tap(member, panel, "Add a note")
    field = next(each for each in parts(form["modal"]["components"]) if "custom_id" in each)
    await stage.remote.submit(form, **{field["custom_id"]: "I bring cake"})


async def call_off(stage: Stage, organiser: int) -> None:
    shown = await stage.remote.command(
        organiser, stage.channel_id, "tweetup cancel", event="HR Tweetup", reason="Snow"
    )
    (message,) = shown["messages"]
    await stage.remote.tap(organiser, message, labels(message)[0])
    await stage.settle()


def parts(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    inner = [c for each in components for c in each.get("components", [each.get("component")]) if c]
    return inner + components


async def test_refusals(stage: Stage) -> None:
    await stage.remote.do("limit", route="global", calls=2, per=0.02)
    channel = stage.bot.get_partial_messageable(stage.channel_id, guild_id=stage.guild_id)
    await channel.send("Hello")
    with pytest.raises(discord.NotFound, match="10008"):
        await channel.get_partial_message(1).delete()
    with pytest.raises(discord.HTTPException, match="50035"):
        await channel.send("x" * 2_001)
    calls = await stage.remote.calls()
    assert {200, 404, 400} <= {call["status"] for call in calls}
    for call in calls:
        check(call)


def test_the_check_itself_can_fail() -> None:
    sent: dict[str, Any] = {
        "method": "POST",
        "route": "/channels/{channel_id}/messages",
        "query": {},
        "body": {"content": "Hello"},
        "status": None,
        "answer": None,
    }
    check(sent)
    for wrong in (
        {"body": {"content": 5}},
        {"body": {"contents": "Hello"}},
        {"query": {"wait": "1"}},
        {"status": 200, "answer": {"id": "1"}},
        {"status": 204, "answer": None},
    ):
        with pytest.raises(AssertionError):
            check(sent | wrong)
