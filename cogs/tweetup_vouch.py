"""Organisers vouch for members' X accounts, and release accounts that nobody can unlink."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.markdown import escape
from bot.texts import text
from cogs.permissions import require_organiser
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.vouch"))
@options("tweetup.vouch", "member", "handle")
async def vouch(interaction: discord.Interaction[Any], member: discord.Member, handle: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    found = await services_of(interaction).vouching.vouch(
        interaction.guild_id or 0, member.id, handle, by=interaction.user.id
    )
    said = text("vouch.done", member=member.mention, handle=escape(found))
    await interaction.edit_original_response(content=said)


@app_commands.command(**named("tweetup.release"))
@options("tweetup.release", "handle")
async def release(interaction: discord.Interaction[Any], handle: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    found = await services_of(interaction).vouching.release(interaction.guild_id or 0, handle)
    await interaction.edit_original_response(content=text("release.done", handle=escape(found)))
