"""Tweetups in Discord's own list of events."""

from __future__ import annotations

from typing import Any, Literal

import discord
from discord import EntityType, EventStatus, PrivacyLevel

from bot.domain.changes import Listed
from bot.domain.cleaning import tidy
from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from cogs.refusals import UNKNOWN_SCHEDULED_EVENT
from cogs.render.card import description

OPEN = {EventStatus.scheduled, EventStatus.active}
_STATES: dict[EventStatus, Literal["open", "cancelled"]] = {
    EventStatus.scheduled: "open",
    EventStatus.cancelled: "cancelled",
}


async def create(bot: discord.Client, event: Event) -> MessageRef:
    guild = await guild_of(bot, event.guild_id)
    made = await guild.create_scheduled_event(
        name=event.name,
        description=description(event),
        start_time=event.starts_at,
        end_time=event.ends_at,
        location=event.place,
        entity_type=EntityType.external,
        privacy_level=PrivacyLevel.guild_only,
    )
    return MessageRef(guild.id, made.id)


async def find(bot: discord.Client, event: Event) -> MessageRef | None:
    """One of the bot's own with the event's name and start: Discord gives no better mark."""
    guild = await guild_of(bot, event.guild_id)
    for found in await guild.fetch_scheduled_events(with_counts=False):
        own = bot.user is not None and found.creator_id == bot.user.id
        if (
            own
            and found.status in OPEN
            and found.name == event.name
            and found.start_time == event.starts_at
        ):
            return MessageRef(guild.id, found.id)
    return None


async def update(bot: discord.Client, event: Event, standing: MessageRef) -> None:
    guild = await guild_of(bot, event.guild_id)
    found = await guild.fetch_scheduled_event(standing.message_id, with_counts=False)
    if found.status not in OPEN:
        return  # whoever ended it by hand is heard of as such; Discord takes no edits any more
    # The start of one that has begun is not Discord's to change.
    starts: dict[str, Any] = (
        {"start_time": event.starts_at} if found.status is EventStatus.scheduled else {}
    )
    await found.edit(
        name=event.name,
        description=description(event),
        end_time=event.ends_at,
        location=event.place,
        entity_type=EntityType.external,
        **starts,
    )


async def call_off(bot: discord.Client, standing: MessageRef) -> None:
    """Take it from the list as cancelled; those interested in it are told so by Discord."""
    guild = await guild_of(bot, standing.channel_id)
    found = await guild.fetch_scheduled_event(standing.message_id, with_counts=False)
    if found.status is EventStatus.scheduled:
        await found.cancel()
    elif found.status is EventStatus.active:
        await found.end()


async def look(bot: discord.Client, where: MessageRef) -> Listed | None:
    """How an entry stands now; None when it was deleted."""
    guild = await guild_of(bot, where.channel_id)
    try:
        found = await guild.fetch_scheduled_event(where.message_id, with_counts=False)
    except discord.NotFound as error:
        if error.code == UNKNOWN_SCHEDULED_EVENT:
            return None
        raise
    return Listed(
        name=tidy(found.name),
        starts_at=found.start_time,
        ends_at=found.end_time,
        place=found.location and tidy(found.location),
        state=_STATES.get(found.status, "running"),
    )


async def guild_of(bot: discord.Client, guild_id: int) -> discord.Guild:
    return bot.get_guild(guild_id) or await bot.fetch_guild(guild_id)
