"""Setting up a tweetup: by options, or led through two short forms."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.drafts import Typed
from cogs.draft_forms import form
from cogs.drafts import current, show
from cogs.permissions import require_organiser
from cogs.services import services_of
from cogs.wording import named, options
from cogs.zones import suggest_zones, usual_zone


@app_commands.command(**named("tweetup.create"))
@options(
    "tweetup.create",
    *("name", "hashtag", "when", "place"),
    *("time_zone", "channel", "capacity", "length", "description"),
)
@app_commands.autocomplete(time_zone=suggest_zones)
async def create(
    interaction: discord.Interaction[Any],
    name: str = "",
    hashtag: str = "",
    when: str = "",
    place: str = "",
    time_zone: str = "",
    channel: discord.TextChannel | None = None,
    capacity: int | None = None,
    length: str = "",
    description: str = "",
) -> None:
    if not any((name, hashtag, when, place, time_zone, channel, capacity, length, description)):
        await require_organiser(interaction)
        await interaction.response.send_modal(form("basics", await current(interaction)))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    typed = Typed(
        channel_id=(interaction.channel_id or 0) if channel is None else channel.id,
        zone=time_zone or await usual_zone(interaction),
        name=name,
        hashtag=hashtag,
        when=when,
        place=place,
        capacity="" if capacity is None else str(capacity),
        length=length,
        description=description,
    )
    drafts = services_of(interaction).drafts
    draft = await drafts.save(interaction.guild_id or 0, interaction.user.id, typed)
    await show(interaction, draft)
