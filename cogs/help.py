"""`/help`: what whoever asks can do here, as somebody who comes and as an organiser."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.permissions import actor_of
from cogs.render.help import guidance
from cogs.services import services_of
from cogs.wording import named


@app_commands.command(**named("help"))
@app_commands.guild_only
async def show_help(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    guide = await services_of(interaction).help.guide(actor_of(interaction))
    await guidance(interaction.guild_id or 0, guide, interaction.client.mention).show(interaction)
