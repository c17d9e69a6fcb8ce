"""Discord tells the bot that it was taken out of a server; it looks itself after being away."""

from __future__ import annotations

from tests.cogs.town import START, Town

DAY = 86_400
HOUR = 3_600


async def test_the_organiser_is_told_until_when_all_of_it_is_kept(town: Town) -> None:
    olive = town.organiser()
    elsewhere = town.env.create_guild("HR Leeds")
    elsewhere.add_member(olive.user)
    await town.plan(olive)
    town.env.backend.remove_guild(town.guild.id)
    await town.env.settle()
    (told,) = town.direct(olive)
    kept_until = int(START.timestamp()) + 30 * DAY
    assert "taken out of the server in which you organise **HR Tweetup**" in told.content
    assert f"on <t:{kept_until}:F> everything I keep of that server goes for good" in told.content


async def test_it_is_found_out_by_looking_as_well(town: Town) -> None:
    olive = town.organiser()
    town.env.create_guild("HR Leeds").add_member(olive.user)
    await town.plan(olive)
    found = await town.services.ingest.followed()
    assert [each.hashtag for each in found] == ["hrtweetup"]
    town.bot.on_guild_remove = _nothing  # type: ignore[assignment, method-assign]
    town.env.backend.remove_guild(town.guild.id)
    await town.env.settle()
    assert town.direct(olive) == []
    await town.env.advance_time(HOUR + 1)
    assert len(town.direct(olive)) == 1
    assert await town.services.ingest.followed() == []


async def _nothing(_guild: object) -> None:
    """The bot was away at that moment."""
