"""Members say which X account is theirs, and take it back."""

from __future__ import annotations

from urllib.parse import quote

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.markdown import escape
from bot.services.account_links import Claim
from bot.services.suite import Services
from bot.texts import text
from cogs.render.message import Message
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
        await _to_post(claim).show(interaction)

    @app_commands.command(**named("unlink"))
    @app_commands.guild_only
    async def unlink(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._links.unlink(interaction.guild_id or 0, interaction.user.id)
        await interaction.edit_original_response(content=text("link.unlinked"))


def _to_post(claim: Claim) -> Message:
    """What to post, and a button that opens X with just that written."""
    post = text("link.post", hashtag=claim.hashtag, code=claim.link.code)
    content = text(
        "link.claimed",
        handle=escape(claim.link.handle),
        post=post,
        until=discord.utils.format_dt(claim.link.expires_at, "f"),
    )
    url = f"https://x.com/intent/post?text={quote(post)}"
    return Message(
        content, buttons=(discord.ui.Button[discord.ui.View](label=text("link.open"), url=url),)
    )
