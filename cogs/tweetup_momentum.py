"""How the conversation before a tweetup grows, for its organisers; and the note on it."""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle, app_commands

from bot.domain.events import Event
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_of, event_with, suggest_events
from cogs.permissions import require_organiser
from cogs.render.momentum import for_organisers
from cogs.services import services_of
from cogs.wording import named, options

NoteChoice = Literal["on", "off"]


@app_commands.command(**named("tweetup.momentum"))
@options("tweetup.momentum", "event")
@app_commands.autocomplete(event=suggest_events)
async def show_momentum(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    await _show(interaction, chosen)


class WeeklyNoteButton(
    Lasting[Button],
    template=rf"momentum:(?P<event_id>{ID}):(?P<choice>{'|'.join(get_args(NoteChoice))})",
):
    """Starts or stops the weekly note to organisers, and shows how it stands by then."""

    def __init__(self, event_id: int, choice: NoteChoice) -> None:
        self.event_id, self.choice = event_id, choice
        label = text(f"momentum.button.{choice}")
        custom_id = f"momentum:{event_id}:{choice}"
        super().__init__(Button(label=label, style=ButtonStyle.secondary, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        await require_organiser(interaction, event)
        momentums = services_of(interaction).momentums
        await momentums.set_weekly(event, weekly=self.choice == "on")
        await _show(interaction, event)


async def _show(interaction: discord.Interaction[Any], event: Event) -> None:
    found = await services_of(interaction).momentums.shown(event)
    button = WeeklyNoteButton(event.id, "off" if found.weekly else "on")
    await (await for_organisers(found, button)).show(interaction)
