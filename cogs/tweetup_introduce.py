"""`/tweetup introduce`: a round of introductions on demand."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.services.introduce import Held
from bot.texts import text
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.introduce"))
@options("tweetup.introduce", "event")
@app_commands.autocomplete(event=suggest_events)
async def introduce(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    held = await services_of(interaction).introduce.hold_now(chosen)
    await interaction.edit_original_response(content=_said(chosen, held))


def _said(event: Event, held: Held) -> str:
    """How many were introduced, and why nobody was: never who."""
    name = escape(event.name)
    if held.introduced:
        done = text("introduce.done", n=held.introduced, name=name)
        return "\n".join((done, text("introduce.willing", n=held.willing, coming=held.coming)))
    if held.willing < 2:
        return text("introduce.few", n=held.willing, coming=held.coming, name=name)
    key = "introduce.no_talk" if held.talked == 0 else "introduce.all_met"
    return "\n".join(
        (text(key, name=name), text("introduce.willing", n=held.willing, coming=held.coming))
    )
