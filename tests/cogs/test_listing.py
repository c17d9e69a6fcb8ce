"""Discord's own list of events, edited by hand and by the bot."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.models import ScheduledEvent

from bot.domain.events import Event
from tests.cogs.changing import (
    change,
    entries,
    entry,
    news,
    notices,
    the_event,
    until_told,
    with_messages,
)
from tests.cogs.town import Town

SCHEDULED = discord.EventStatus.scheduled.value
CANCELLED = discord.EventStatus.cancelled.value


async def by_hand(town: Town, **changes: Any) -> None:
    """Somebody edits the entry in Discord's own window."""
    town.env.backend.edit_scheduled_event(town.guild.id, entry(town).id, changes)
    await town.env.settle()


def edits(town: Town) -> int:
    """How often the bot edited the list."""
    return sum(
        request.method == "PATCH" and "/scheduled-events/" in request.path
        for request in town.env.http_requests
    )


def listed(event: Event, entry: ScheduledEvent) -> bool:
    return (
        entry.name == event.name
        and entry.scheduled_start_time == event.starts_at.isoformat()
        and entry.scheduled_end_time == event.ends_at.isoformat()
        and entry.entity_metadata == {"location": event.place}
    )


async def test_what_is_edited_in_the_list_is_edited_everywhere_and_told(town: Town) -> None:
    await town.set_up()
    ada = await with_messages(town, "ada")
    await by_hand(
        town,
        name="HR Social",
        scheduled_start_time="2026-01-23T19:00:00+00:00",
        scheduled_end_time="2026-01-23T23:30:00+00:00",
        entity_metadata={"location": "The Anchor"},
        description="Bring a friend",
    )
    event = await the_event(town)
    assert (event.name, event.place, event.revision) == ("HR Social", "The Anchor", 1)
    assert (event.starts_at.isoformat(), event.ends_at.isoformat()) == (
        "2026-01-23T19:00:00+00:00",
        "2026-01-23T23:30:00+00:00",
    )
    assert town.card().embeds[0].title == "HR Social"
    assert listed(event, entry(town))
    await until_told(town)
    (message,) = news(town)
    assert [line.split(" ")[0] for line in message.content.splitlines()[1:5]] == [
        "**Name**",
        "**When**",
        "**Until**",
        "**Where**",
    ]
    assert len(town.direct(ada)) == 1


async def test_the_bots_own_edits_are_no_news(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    await change(town, olive, "edit", name="HR Social", when="29 January 18:30")
    await town.env.settle()
    assert (await the_event(town)).revision == 1
    assert edits(town) == 1
    await by_hand(town, description="Something else")
    assert (await the_event(town)).revision == 1


async def test_an_edit_that_cannot_be_is_put_back_and_the_organiser_told(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    before = await the_event(town)
    over = {"scheduled_start_time": "2025-12-31T18:30:00+00:00"}
    far_away = {
        "scheduled_start_time": "2029-01-01T18:30:00+00:00",
        "scheduled_end_time": "2029-01-01T20:30:00+00:00",
    }
    voice = {"entity_type": 2, "entity_metadata": None, "scheduled_end_time": None}
    tried: tuple[tuple[dict[str, Any], str], ...] = (
        (over, "to a time that is over"),
        (far_away, "more than two years ahead"),
        (voice, "into a voice channel"),
    )
    for number, (changes, why) in enumerate(tried, start=1):
        await by_hand(town, **changes)
        assert await the_event(town) == before, why
        assert listed(before, entry(town)), why
        assert len(notices(town, olive)) == number
        assert why in notices(town, olive)[-1]
    assert news(town) == []


async def test_cancelled_in_the_list_is_cancelled(town: Town) -> None:
    await town.set_up()
    ada = await with_messages(town, "ada")
    await by_hand(town, status=CANCELLED)
    await until_told(town)
    assert (await the_event(town)).state == "cancelled"
    assert town.card().embeds[0].title == "Cancelled: HR Tweetup"
    assert "is cancelled" in town.direct(ada)[0].content
    assert len(news(town)) == 1


async def test_begun_and_over_in_the_list_change_nothing(town: Town) -> None:
    await town.set_up(when="today 01:00")
    before = await the_event(town)
    for _ in range(5):
        await town.env.advance_time(3_600)
    assert entry(town).status == discord.EventStatus.completed.value
    assert await the_event(town) == before


async def test_deleted_from_the_list_the_tweetup_stands_and_the_organiser_is_told_once(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive)
    ada = await with_messages(town, "ada")
    town.env.backend.delete_scheduled_event(town.guild.id, entry(town).id)
    await town.env.settle()
    assert (await the_event(town)).state == "planned"
    (notice,) = notices(town, olive)
    assert "The tweetup itself stands, and nobody was told anything" in notice
    assert town.direct(ada) == []
    await town.restart()
    assert entries(town) == []
    assert len(notices(town, olive)) == 1

    await change(town, olive, "edit", place="The Anchor")
    assert listed(await the_event(town), entry(town))


async def test_what_was_edited_while_the_bot_was_away_is_seen_when_it_comes_back(
    town: Town,
) -> None:
    await town.set_up()
    entry(town).name = "HR Social"  # behind the bot's back: no news of it reaches the gateway
    await town.restart()
    assert (await the_event(town)).name == "HR Social"
    entry(town).status = CANCELLED
    await town.restart()
    assert (await the_event(town)).state == "cancelled"


async def test_deleted_while_the_bot_was_away_is_seen_when_it_comes_back(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    town.env.backend.guilds[town.guild.id].scheduled_events.clear()
    await town.restart()
    (notice,) = notices(town, olive)
    assert "The tweetup itself stands" in notice
    assert (await the_event(town)).state == "planned"


async def test_a_card_deleted_by_hand_is_put_up_once_more_and_no_more(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    ada = town.member("ada")
    for _ in range(2):
        card = town.card()
        await ada.click(card, label="Going")
        town.env.backend.delete_message(town.channel.id, card.id)
        await change(town, olive, "edit", capacity=10 + card.id % 7)
        if town.channel.history():
            assert town.card().embeds[0].fields[0].value.startswith("1 of")  # type: ignore[union-attr]
    assert town.channel.history() == []
    (notice,) = notices(town, olive)
    assert "Somebody deleted the card of **HR Tweetup**" in notice


async def test_a_deleted_channel_is_told_once(town: Town) -> None:
    olive = town.organiser()
    elsewhere = town.guild.create_text_channel("elsewhere")
    await town.plan(olive, channel=elsewhere)
    town.env.backend.delete_channel(elsewhere.id)
    await change(town, olive, "edit", place="The Anchor")
    await change(town, olive, "cancel", reason="Rain")
    await until_told(town)
    (notice,) = notices(town, olive)
    assert "was deleted, or <#" in notice
