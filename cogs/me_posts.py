"""Something to answer, at a member's word."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.feed_events import event_of, suggest_events
from cogs.services import services_of
from cogs.starters import answer
from cogs.wording import named, options


@app_commands.command(**named("me.posts"))
@options("me.posts", "event")
@app_commands.autocomplete(event=suggest_events)
async def posts(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    event_id = None if event is None else (await event_of(interaction, event)).id
    found = await services_of(interaction).starters.find(
        interaction.guild_id or 0, interaction.user.id, event_id
    )
    await answer(found).show(interaction)
