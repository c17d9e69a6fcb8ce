"""`/me block` and `/me unblock`: whom the bot is to keep a member apart from."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.texts import text
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("me.block"))
@options("me.block", "member")
async def block(interaction: discord.Interaction[Any], member: discord.User) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    blocks = services_of(interaction).blocks
    await blocks.block(interaction.guild_id or 0, interaction.user.id, member.id)
    await interaction.edit_original_response(content=text("block.done", member=member.mention))


@app_commands.command(**named("me.unblock"))
@options("me.unblock", "member")
async def unblock(interaction: discord.Interaction[Any], member: discord.User) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    blocks = services_of(interaction).blocks
    was = await blocks.unblock(interaction.guild_id or 0, interaction.user.id, member.id)
    said = text("block.taken_back" if was else "block.none", member=member.mention)
    await interaction.edit_original_response(content=said)
