"""Looking at tweetups: all of them, or one."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.errors import UserError
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.render.message import Message
from cogs.render.overview import facts_embed, pages
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.list"))
async def list_tweetups(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    listing = await services_of(interaction).overview.listing(interaction.guild_id or 0)
    first, *further = pages(listing)
    await interaction.edit_original_response(content=first)
    for page in further:
        await interaction.followup.send(page, ephemeral=True)


@app_commands.command(**named("tweetup.show"))
@options("tweetup.show", "event")
@app_commands.autocomplete(event=suggest_events)
async def show(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    facts = await services_of(interaction).overview.facts(await event_of(interaction, event))
    try:
        await require_organiser(interaction, facts.event)
    except UserError:
        embed = facts_embed(facts, for_organisers=False)
    else:
        embed = facts_embed(facts, for_organisers=True)
    await Message(embeds=(embed,)).show(interaction)
