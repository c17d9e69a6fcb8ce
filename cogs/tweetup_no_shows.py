"""Who had a place and did not come: for organisers alone, with a kind word."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.feed_events import event_of, suggest_events
from cogs.names import names
from cogs.permissions import require_organiser
from cogs.render.door import no_show_pages
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.no_shows"))
@options("tweetup.no_shows", "event")
@app_commands.autocomplete(event=suggest_events)
async def no_shows(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    door = services_of(interaction).door
    usual = await door.usual_to_look_back(interaction.guild_id or 0)
    chosen = await event_of(interaction, event or usual)
    await require_organiser(interaction, chosen)
    found = await door.no_shows(chosen)
    known = await names(interaction.guild, (*found.missing, *found.late))
    first, *further = no_show_pages(found, known)
    await interaction.edit_original_response(content=first)
    for page in further:
        await interaction.followup.send(page, ephemeral=True)
