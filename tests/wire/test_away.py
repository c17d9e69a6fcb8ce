"""What happened while the bot was not there is noticed when it is back."""

from __future__ import annotations

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


async def test_a_card_that_was_deleted_meanwhile_is_put_up_again(stage: Stage) -> None:
    card = await stage.set_up()
    ada = await stage.join("ada")
    await stage.settle()
    await stage.stop()
    await stage.remote.do("delete_message", channel_id=stage.channel_id, message_id=int(card["id"]))
    await stage.start()
    shown = await stage.remote.command(ada, stage.channel_id, "tweetup list")
    assert "HR Tweetup" in str(shown["messages"])
    organiser = await stage.organiser()
    await stage.remote.command(organiser, stage.channel_id, "tweetup create", **OTHER)
    await stage.settle()


OTHER = {"name": "Other", "hashtag": "Other", "when": "23 January 18:30", "place": "Here"}


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
