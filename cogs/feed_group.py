"""The group of commands that look after a feed, and how each of them begins."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.domain.events import Event
from cogs.feed_events import event_of
from cogs.permissions import require_organiser
from cogs.wording import named

feed_group = app_commands.Group(**named("feed"), guild_only=True)


async def begin(interaction: discord.Interaction, typed: str | None) -> Event:
    """The event an organiser means; everybody else is refused."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    event = await event_of(interaction, typed)
    await require_organiser(interaction, event)
    return event
