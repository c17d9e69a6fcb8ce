"""What happened while the bot was not there is noticed when it is back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.domain.permissions import FOR_ROLES, IN_CHANNEL, IN_GUILD
from tests.wire.stage import Stage, labels, said


async def test_whoever_left_meanwhile_has_freed_their_place(stage: Stage) -> None:
    card = await stage.set_up(capacity=1)
    ada, bo = await stage.join("ada"), await stage.join("bo")
    await stage.remote.tap(ada, card, "Going")
    assert "first on the waitlist" in said(await stage.remote.tap(bo, card, "Going"))
    await stage.bot.services.privacy.consent(stage.guild_id, bo, remind_where="dm")
    await stage.settle()
    await stage.stop()
    await stage.remote.do("leave", guild_id=stage.guild_id, user_id=ada)
    await stage.start()
    world = await stage.until(lambda world: world["direct"].get("bo"))
    assert "1 place came free" in world["direct"]["bo"][0]["content"]


@pytest.mark.parametrize("minutes", [1, 60])
async def test_a_card_that_was_deleted_meanwhile_is_put_up_again(
    stage: Stage, minutes: float
) -> None:
    """Also within the minutes in which Discord knows the nonce of the one that was deleted."""
    olive = await stage.organiser()
    await stage.create(olive)
    card = await stage.card()
    await stage.settle()
    await stage.stop()
    deleted = {"channel_id": stage.channel_id, "message_id": int(card["id"])}
    await stage.remote.do("delete_message", **deleted)
    await stage.move(minutes=minutes)
    await stage.start()
    moved = {"event": "HR Tweetup", "place": "The Anchor"}
    shown = await stage.remote.command(olive, stage.channel_id, "tweetup edit", **moved)
    (draft,) = shown["messages"]
    await stage.remote.tap(olive, draft, labels(draft)[0])
    await stage.settle()
    (again,) = await stage.remote.messages(stage.channel_id)
    assert again["id"] != card["id"]
    assert "The Anchor" in str(again["embeds"])


async def test_a_channel_that_was_deleted_meanwhile_ends_nothing_else(stage: Stage) -> None:
    card = await stage.set_up()
    ada = await stage.join("ada")
    await stage.remote.tap(ada, card, "Going")
    await stage.settle()
    await stage.stop()
    await stage.remote.do("delete_channel", channel_id=stage.channel_id)
    added = await stage.remote.do("add_channel", guild_id=stage.guild_id, name="elsewhere")
    stage.channel_id = added["id"]
    await stage.start()
    await stage.move(hours=2)
    await stage.settle()
    card = await stage.set_up(name="Another", hashtag="Another")
    assert labels(card)[0] == "Going"


async def test_a_role_that_was_deleted_meanwhile_is_told_once_and_costs_nobody_a_place(
    stage: Stage,
) -> None:
    olive = await stage.organiser()
    await stage.create(olive)
    card = await stage.card()
    guild = {"guild_id": stage.guild_id}
    own = {"role_id": stage.bot_role_id, "allows": [*IN_CHANNEL, *IN_GUILD, *FOR_ROLES]}
    await stage.remote.do("allow", **guild, **own)
    role = await stage.remote.do("add_role", **guild, name="Coming", allows=[])
    event = await stage.bot.services.feed.event(stage.guild_id, 1)
    given = partial(replace, attendee_role=role["id"])
    await stage.bot.services.rsvp_control.change(event, given)
    ada, bo, cy = [await stage.join(name) for name in ("ada", "bo", "cy")]
    await stage.remote.tap(ada, card, "Going")
    await stage.settle()
    await stage.stop()
    await stage.remote.do("delete_role", **guild, role_id=role["id"])
    await stage.start()
    for member in (bo, cy):
        assert "You have a place" in said(await stage.remote.tap(member, card, "Going"))
    await stage.settle()
    world = await stage.until(lambda world: world["direct"].get("olive"))
    told = [message["content"] for message in world["direct"]["olive"]]
    assert len([each for each in told if "perhaps it was deleted" in each]) == 1
