"""What organisers of a tweetup ask those who come."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.questions import overview
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.questions"))
@options("tweetup.questions", "event")
@app_commands.autocomplete(event=suggest_events)
async def show_questions(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    await overview(await services_of(interaction).questions.asked(chosen)).show(interaction)
