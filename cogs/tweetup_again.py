"""A tweetup once more; or put away, and taken out again."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.drafts import another
from bot.domain.markdown import escape
from bot.texts import text
from cogs.drafts import show
from cogs.feed_events import event_of, suggest_archived, suggest_events
from cogs.permissions import require_organiser
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.duplicate"))
@options("tweetup.duplicate", "event", "when")
@app_commands.autocomplete(event=suggest_events)
async def duplicate(interaction: discord.Interaction[Any], event: str, when: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    like = await event_of(interaction, event)
    drafts = services_of(interaction).drafts
    await show(
        interaction, await drafts.save(like.guild_id, interaction.user.id, another(like, when))
    )


@app_commands.command(**named("tweetup.archive"))
@options("tweetup.archive", "event")
@app_commands.autocomplete(event=suggest_events)
async def archive(interaction: discord.Interaction[Any], event: str) -> None:
    await _put(interaction, event, archived=True)


@app_commands.command(**named("tweetup.unarchive"))
@options("tweetup.unarchive", "event")
@app_commands.autocomplete(event=suggest_archived)
async def unarchive(interaction: discord.Interaction[Any], event: str) -> None:
    await _put(interaction, event, archived=False)


async def _put(interaction: discord.Interaction[Any], typed: str, *, archived: bool) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    event = await event_of(interaction, typed, archived=not archived)
    await require_organiser(interaction, event)
    await services_of(interaction).events.archive(event, archived=archived)
    said = text("tweetup.archived" if archived else "tweetup.unarchived", name=escape(event.name))
    await interaction.edit_original_response(content=said)
