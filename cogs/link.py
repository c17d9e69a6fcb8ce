"""Members say which X account is theirs, and take it back."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.markdown import escape
from bot.services.suite import Services
from bot.texts import text
from cogs.render.link import to_post
from cogs.wording import named, options


class LinkCog(commands.Cog):
    def __init__(self, services: Services) -> None:
        self._links = services.links

    @app_commands.command(**named("link"))
    @app_commands.guild_only
    @options("link", "handle")
    async def link(self, interaction: discord.Interaction, handle: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = interaction.guild_id or 0
        claim = await self._links.claim(guild_id, interaction.user.id, handle)
        await to_post(claim).show(interaction)

    @app_commands.command(**named("unlink"))
    @app_commands.guild_only
    async def unlink(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        link = await self._links.unlink(interaction.guild_id or 0, interaction.user.id)
        key = "link.unclaimed" if link.proved_at is None else "link.unlinked"
        said = text(key, handle=escape(link.handle))
        await interaction.edit_original_response(content=said)
