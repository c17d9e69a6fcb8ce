"""What is wrong with the bot in this guild, for organisers."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.permissions import require_organiser
from cogs.render.findings import pages
from cogs.rights import DiscordRights
from cogs.services import services_of
from cogs.wording import named


@app_commands.command(**named("tweetup.doctor"))
async def doctor(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    rights = DiscordRights(interaction.client)
    found = await services_of(interaction).doctor.guild(interaction.guild_id or 0, rights)
    first, *further = pages(found)
    await interaction.edit_original_response(content=first)
    for page in further:
        await interaction.followup.send(page, ephemeral=True)
