"""Tweetups in Discord's own list of events."""

from __future__ import annotations

import discord
from discord import EntityType, PrivacyLevel

from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from cogs.render.card import description


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
        if own and found.name == event.name and found.start_time == event.starts_at:
            return MessageRef(guild.id, found.id)
    return None


async def update(bot: discord.Client, event: Event, standing: MessageRef) -> None:
    guild = await guild_of(bot, event.guild_id)
    found = await guild.fetch_scheduled_event(standing.message_id, with_counts=False)
    await found.edit(
        name=event.name,
        description=description(event),
        start_time=event.starts_at,
        end_time=event.ends_at,
        location=event.place,
    )


async def delete(bot: discord.Client, standing: MessageRef) -> None:
    guild = await guild_of(bot, standing.channel_id)
    found = await guild.fetch_scheduled_event(standing.message_id, with_counts=False)
    await found.delete()


async def guild_of(bot: discord.Client, guild_id: int) -> discord.Guild:
    return bot.get_guild(guild_id) or await bot.fetch_guild(guild_id)
