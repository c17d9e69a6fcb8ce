from __future__ import annotations

import discord

from tests.cogs.town import NEEDED, Town, answer_of, labels, said


async def test_one_command_makes_the_event_its_card_and_its_scheduled_event(town: Town) -> None:
    result = await town.create(town.organiser(), capacity=2)
    assert "Thursday 22 January 2026, 18:30, Europe/London (<t:1769106600:R>)" in said(result)

    (event,) = await town.events()
    assert (event.name, event.hashtag, event.capacity) == ("HR Tweetup", "HRTweetup", 2)
    assert event.channel_id == town.channel.id

    (card,) = town.channel.history()
    assert labels(card) == ["Going", "Maybe", "Can’t make it", "My RSVP", "Add to calendar"]
    (embed,) = card.embeds
    assert embed.title == "HR Tweetup"
    assert "<t:1769106600:F>" in (embed.description or "")
    assert "[#HRTweetup](https://x.com/hashtag/HRTweetup)" in (embed.description or "")
    assert {f.name: f.value for f in embed.fields} == {
        "Going": "0 of 2",
        "Maybe": "0",
        "Places left": "2",
    }

    (listed,) = await _scheduled(town)
    assert (listed.name, listed.location) == ("HR Tweetup", "The Copper Kettle")
    assert listed.entity_type is discord.EntityType.external
    assert listed.start_time == event.starts_at
    assert listed.end_time == event.ends_at
    assert "#HRTweetup" in (listed.description or "")


async def test_the_clock_is_the_one_of_the_zone_that_was_named(town: Town) -> None:
    result = await town.create(town.organiser(), time_zone="America/New_York")
    assert "18:30, America/New_York" in said(result)
    (event,) = await town.events()
    assert event.starts_at.isoformat() == "2026-01-22T23:30:00+00:00"


async def test_the_zone_of_the_last_tweetup_is_the_next_ones(town: Town) -> None:
    olive = town.organiser()
    await town.create(olive, time_zone="Asia/Tokyo")
    await town.create(olive, hashtag="Other")
    assert [event.zone for event in await town.events()] == ["Asia/Tokyo", "Asia/Tokyo"]


async def test_the_card_goes_to_the_channel_that_was_named(town: Town) -> None:
    elsewhere = town.guild.create_text_channel("elsewhere")
    await town.create(town.organiser(), channel=elsewhere)
    assert town.channel.history() == []
    assert len(elsewhere.history()) == 1


WRONG: list[tuple[dict[str, object], str]] = [
    ({"when": "31 June 18:30"}, "There is no such day or time as “31 June 18:30”"),
    ({"when": "24 June 2025 18:30"}, "“24 June 2025 18:30” is over already"),
    ({"when": "soon"}, "I could not find a time in “soon”"),
    ({"time_zone": "Mars/Olympus"}, "I do not know the time zone “Mars/Olympus”"),
    ({"hashtag": "HR Tweetup"}, "“HR Tweetup” cannot be a hashtag on X"),
    ({"capacity": 0}, "The capacity cannot be “0”"),
    ({"capacity": -3}, "The capacity cannot be “\\-3”"),
    ({"name": "x" * 101}, "A tweetup’s name needs 1 to 100 characters"),
    ({"place": " "}, "Still needed: Place."),
    ({"place": "x" * 101}, "The place needs 1 to 100 characters"),
    ({"length": "3"}, "I could not make out from “3” how long it lasts"),
    ({"length": "10 days"}, "between a quarter of an hour and a week, which “10 days” does not"),
    ({"description": "x" * 501}, "The description can have up to 500 characters"),
    ({"hashtag": "*" * 6_000}, "cannot be a hashtag on X"),
    ({"hashtag": "x" * 6_000}, "cannot be a hashtag on X"),
]


async def test_wrong_input_is_told_and_makes_nothing(town: Town) -> None:
    for options, sentence in WRONG:
        result = await town.create(town.organiser(), **options)
        assert sentence in said(result)
        assert said(result).startswith("**Not quite yet.** Nothing is made"), options
        assert said(result).count("\n") == 1, options
        assert "Create" not in labels(answer_of(result)), options
    await _nothing_was_made(town)


async def test_a_permission_the_bot_lacks_is_named_before_anything_is_made(town: Town) -> None:
    for lacking, name in (
        ("view_channel", "View Channel"),
        ("send_messages", "Send Messages"),
        ("embed_links", "Embed Links"),
        ("read_message_history", "Read Message History"),
        ("create_private_threads", "Create Private Threads"),
        ("send_messages_in_threads", "Send Messages in Threads"),
        ("manage_threads", "Manage Threads"),
        ("create_events", "Create Events"),
    ):
        town.allow_bot(NEEDED - {lacking})
        result = await town.create(town.organiser())
        assert "I cannot look after a tweetup in #tweetup yet." in said(result), lacking
        assert f" these permissions there: {name}" in said(result)
    await _nothing_was_made(town)


async def test_a_member_who_is_no_organiser_is_refused(town: Town) -> None:
    for options in ({}, {"name": "", "hashtag": "", "when": "", "place": ""}):
        result = await town.create(town.member("ada"), **options)
        assert "That is for organisers" in said(result)
    await _nothing_was_made(town)


async def test_an_announcement_channel_holds_no_tweetup(town: Town) -> None:
    news = town.guild.create_news_channel("news")
    result = await town.create(town.organiser(), channel=news)
    assert "A tweetup needs an ordinary text channel" in said(result)
    await _nothing_was_made(town)


async def test_nobody_speaks_through_the_bot_where_they_may_not_speak(town: Town) -> None:
    olive = town.organiser()
    closed = discord.PermissionOverwrite(send_messages=False)
    board = town.guild.create_text_channel("board", overwrites={olive: closed})
    result = await town.create(olive, channel=board)
    assert "You cannot write in #board yourself" in said(result)
    await _nothing_was_made(town)


async def test_time_zones_are_suggested_while_one_is_typed(town: Town) -> None:
    olive = town.organiser()
    offered = await olive.autocomplete(town.channel, "tweetup create", "time_zone", "lond")
    assert offered[0] == {"name": "Europe/London", "value": "Europe/London"}
    offered = await olive.autocomplete(town.channel, "tweetup create", "time_zone", "")
    assert len(offered) == 25
    assert offered[0]["value"] == "Europe/London"


async def _scheduled(town: Town) -> list[discord.ScheduledEvent]:
    guild = town.bot.get_guild(town.guild.id)
    assert guild is not None
    return list(guild.scheduled_events)


async def _nothing_was_made(town: Town) -> None:
    assert await town.events() == []
    assert town.channel.history() == []
    assert await _scheduled(town) == []
