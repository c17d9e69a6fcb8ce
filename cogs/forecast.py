"""How many will come, for organisers: a range, what it rests on, and how good it has been."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.render.forecast import outlook
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("forecast"))
@app_commands.guild_only
@options("forecast", "event")
@app_commands.autocomplete(event=suggest_events)
async def show_forecast(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    found = await services_of(interaction).forecasts.of_event(chosen)
    await interaction.edit_original_response(content=outlook(found))
