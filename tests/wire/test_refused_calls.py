"""Calls to Discord that fail on the way there or on the way back: what was to be said is said once.

The card of a tweetup stands for everything the bot says of its own accord.
"""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

import aiohttp
import discord
import pytest

from cogs.once import not_repeated
from tests.discord_api.remote import Refusal
from tests.sampled import sampled
from tests.wire.stage import Stage, labels, said

CARD: dict[str, Any] = {"method": "POST", "path": "/channels/*/messages"}
LISTED: dict[str, Any] = {"method": "POST", "path": "/guilds/*/scheduled-events"}
LIMITED = {"message": "You are being rate limited.", "retry_after": 0.5, "global": False}
VIA = {"Via": "1.1 google"}
UNAVAILABLE: dict[str, Any] = {"act": "answer", "status": 503}
# discord.py itself tries again after this one.
BROKEN: dict[str, Any] = {"act": "answer", "status": 500}
BANNED = "<html><body>You are being blocked from accessing our API temporarily</body></html>"


async def made(stage: Stage) -> None:
    """Make a tweetup, whatever has been prepared, and let the bot be done with it."""
    await stage.set_up()
    await stage.settle()


async def one_of_each(stage: Stage) -> None:
    """There is one card and one entry in the list of events."""
    world = await stage.remote.do("world")
    (guild,) = world["guilds"]
    (channel,) = guild["channels"]
    assert [labels(message)[0] for message in channel["messages"]] == ["Going"]
    assert [event["name"] for event in guild["events"]] == ["HR Tweetup"]


async def statuses(stage: Stage) -> list[int | str]:
    """How the attempts to post the card went: what the bot was told, as far as it was told."""
    return [call["fault"] or call["status"] for call in await stage.sent()]


@pytest.mark.parametrize("scope", ["route", "global"])
async def test_a_rate_limit_is_waited_out(stage: Stage, scope: str) -> None:
    body = LIMITED | {"global": scope == "global"}
    await stage.remote.do(
        "add_fault", **CARD, act="answer", status=429, body=body, headers=VIA, times=2
    )
    await made(stage)
    await one_of_each(stage)
    assert await statuses(stage) == ["answer before", "answer before", 200]


async def test_a_bucket_that_tells_its_room_is_never_overdrawn(stage: Stage) -> None:
    route = "PATCH /channels/{channel_id}/messages/{message_id}"
    await stage.remote.do("limit", route=route, calls=1, per=0.05)
    card = await stage.set_up()
    for name in ("ada", "bo", "cy"):
        await stage.remote.tap(await stage.join(name), card, "Going")
    await stage.settle()
    assert {call["status"] for call in await stage.remote.calls("PATCH")} == {200}


async def test_a_global_limit_is_waited_for_by_all(stage: Stage) -> None:
    # So long that also a slow machine comes to its fourth call before that is over.
    await stage.remote.do("limit", route="global", calls=3, per=1)
    channel = stage.bot.get_partial_messageable(stage.channel_id, guild_id=stage.guild_id)
    said = [f"Number {number}" for number in range(6)]
    await asyncio.gather(*(channel.send(each) for each in said))
    shown = [message["content"] for message in await stage.remote.messages(stage.channel_id)]
    assert sorted(shown) == said
    assert 429 in [call["status"] for call in await stage.sent()]


async def test_a_refusal_of_cloudflare_puts_the_message_off(stage: Stage) -> None:
    headers = {"Retry-After": "30"}
    await stage.remote.do(
        "add_fault", **CARD, act="answer", status=429, body=BANNED, headers=headers
    )
    began = stage.clock.now()
    await made_in_time(stage)
    await one_of_each(stage)
    assert await statuses(stage) == ["answer before", 200]
    assert (stage.clock.now() - began).total_seconds() >= 30


@pytest.mark.parametrize(
    ("call", "fault"),
    sampled(
        [
            (CARD, UNAVAILABLE),
            (CARD, UNAVAILABLE | {"after": True}),
            (CARD, BROKEN | {"after": True, "times": 5}),
            (CARD, BROKEN | {"after": True}),
            (CARD, {"act": "drop", "after": True}),
            (CARD, {"act": "drop"}),
            (LISTED, UNAVAILABLE | {"after": True}),
            (LISTED, BROKEN | {"after": True}),
            (LISTED, {"act": "drop", "after": True}),
        ],
        every=2,
    ),
)
async def test_what_failed_is_there_once_in_the_end(
    stage: Stage, call: dict[str, Any], fault: dict[str, Any]
) -> None:
    await stage.remote.do("add_fault", **call, **fault)
    await made_in_time(stage)
    await one_of_each(stage)
    assert fault["act"] in {str(each["fault"]).split()[0] for each in await stage.remote.calls()}


async def test_a_thread_that_may_stand_already_is_not_opened_again(stage: Stage) -> None:
    channel = stage.bot.get_channel(stage.channel_id)
    assert isinstance(channel, discord.TextChannel)
    await stage.remote.do(
        "add_fault", act="answer", status=502, after=True, method="POST", path="*/threads"
    )
    with pytest.raises(aiohttp.ClientError, match="502"):
        await channel.create_thread(name="Ada and Bo", type=discord.ChannelType.private_thread)
    (guild,) = (await stage.remote.do("world"))["guilds"]
    assert [each["name"] for each in guild["channels"]] == ["tweetup", "Ada and Bo"]


async def test_a_message_sent_twice_within_minutes_is_known_by_its_nonce(stage: Stage) -> None:
    await stage.remote.do("add_fault", **CARD, act="answer", status=500, after=True)
    await made(stage)
    first, second = await stage.sent()
    assert first["body"]["nonce"] == second["body"]["nonce"]
    assert first["answer"]["id"] == second["answer"]["id"]


async def test_whoever_takes_no_direct_messages_hinders_nobody(stage: Stage) -> None:
    card = await stage.set_up(capacity=1)
    ada, bo, cy = [await stage.join(name) for name in ("ada", "bo", "cy")]
    for member in (ada, bo, cy):
        await stage.remote.tap(member, card, "Going")
        await stage.bot.services.privacy.consent(stage.guild_id, member, remind_where="dm")
    await stage.remote.do("take_messages", user_id=bo, does=False)
    await stage.remote.tap(ada, card, "Can’t make it")
    await stage.settle()
    refused = [call["answer"]["code"] for call in await stage.sent() if call["status"] == 403]
    assert refused == [50007]


@pytest.mark.parametrize(
    "fault", [BROKEN, BROKEN | {"after": True}, {"act": "drop"}, {"act": "drop", "after": True}]
)
@pytest.mark.parametrize("label", ["Going", "My RSVP"])
async def test_a_tap_is_answered_though_the_acknowledgement_failed(
    stage: Stage, label: str, fault: dict[str, Any]
) -> None:
    card = await stage.set_up()
    ada = await stage.join("ada")
    await stage.remote.do("add_fault", method="POST", path="/interactions/*", **fault)
    seen = await stage.remote.tap(ada, card, label)
    assert "You have a place" in said(seen) or label != "Going"
    assert said(seen)


async def test_a_command_is_answered_though_the_acknowledgement_failed(stage: Stage) -> None:
    await stage.set_up()
    ada = await stage.join("ada")
    await stage.remote.do(
        "add_fault", **(BROKEN | {"after": True}), method="POST", path="/interactions/*"
    )
    assert "tw-" in said(await stage.remote.command(ada, stage.channel_id, "link", handle="@ada"))


async def test_a_person_can_do_only_what_is_there_to_be_done(stage: Stage) -> None:
    card = await stage.set_up()
    with pytest.raises(Refusal, match="nothing to tap"):
        await stage.remote.tap(await stage.join("ada"), card, "Launch")


async def made_in_time(stage: Stage) -> None:
    """The same, where the card needs time to appear."""
    await stage.create(await stage.organiser())
    await stage.settle()


class Resetting(aiohttp.TCPConnector):
    """Every connection breaks as it does on macOS, where discord.py would repeat the call."""

    async def connect(self, *_given: object, **_options: object) -> NoReturn:
        raise aiohttp.ClientOSError(54, "Connection reset by peer")


@pytest.mark.parametrize("last", ["threads", "scheduled-events", "callback", "messages"])
async def test_a_connection_that_was_reset_leaves_unknown_what_may_be_done_but_once(
    last: str,
) -> None:
    async with aiohttp.ClientSession(
        connector=Resetting(), trace_configs=[not_repeated()]
    ) as session:
        with pytest.raises(aiohttp.ClientError) as refused:
            await session.post(f"http://127.0.0.1:9/api/v10/1/{last}")
    assert isinstance(refused.value, OSError) == (last == "messages")
