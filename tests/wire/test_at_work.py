"""The bot at work over the wire, with nothing going wrong."""

from __future__ import annotations

from tests.wire.stage import Stage, labels, said


async def test_it_starts_with_its_commands(stage: Stage) -> None:
    world = await stage.remote.do("world")
    assert {"tweetup", "link", "me", "feed"} <= set(world["commands"])
    told = await stage.remote.do("connections")
    assert (told["open"], told["identified"]) == (1, 1)


async def test_a_card_is_posted_and_a_tap_answered(stage: Stage) -> None:
    card = await stage.set_up()
    assert labels(card)[:3] == ["Going", "Maybe", "Can’t make it"]
    ada = await stage.join("ada")
    assert "You have a place at **HR Tweetup**" in said(await stage.remote.tap(ada, card, "Going"))
    await stage.settle()
    assert {f["name"]: f["value"] for f in (await stage.card())["embeds"][0]["fields"]}[
        "Going"
    ] == "1"
