"""Tweetups that come again: begun from one of them, shown, and ended."""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle, app_commands

from bot.domain.markdown import escape
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.render.message import Message
from cogs.render.series import begun_text, outlook_text, proposal_text
from cogs.services import services_of
from cogs.wording import named, options

SeriesChoice = Literal["begin", "leave"]


@app_commands.command(**named("tweetup.repeat"))
@options("tweetup.repeat", "event", "rule", "until", "times")
@app_commands.autocomplete(event=suggest_events)
async def repeat(
    interaction: discord.Interaction[Any],
    event: str,
    rule: str,
    until: str | None = None,
    times: app_commands.Range[int, 2, 100] | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    chosen = await event_of(interaction, event)
    outlook = await services_of(interaction).series.propose(chosen, rule, until, times)
    buttons = tuple(SeriesButton(outlook.series.id, each) for each in get_args(SeriesChoice))
    await Message(proposal_text(outlook), buttons=buttons).show(interaction)


@app_commands.command(**named("tweetup.series.show"))
@options("tweetup.series.show", "event")
@app_commands.autocomplete(event=suggest_events)
async def show(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    outlook = await services_of(interaction).series.of_event(chosen)
    await interaction.edit_original_response(content=outlook_text(outlook))


@app_commands.command(**named("tweetup.series.stop"))
@options("tweetup.series.stop", "event")
@app_commands.autocomplete(event=suggest_events)
async def stop(interaction: discord.Interaction[Any], event: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    chosen = await event_of(interaction, event)
    await services_of(interaction).series.stop(chosen)
    said = text("series.stopped", name=escape(chosen.name))
    await interaction.edit_original_response(content=said)


def series_group() -> app_commands.Group:
    group = app_commands.Group(**named("tweetup.series"))
    commands: tuple[app_commands.Command[Any, ..., Any], ...] = (show, stop)
    for command in commands:
        group.add_command(command)
    return group


class SeriesButton(
    Lasting[Button],
    template=rf"series:(?P<series_id>{ID}):(?P<choice>{'|'.join(get_args(SeriesChoice))})",
):
    """Begins a series that was proposed, or leaves the tweetup on its own."""

    def __init__(self, series_id: int, choice: SeriesChoice) -> None:
        self.series_id, self.choice = series_id, choice
        super().__init__(
            Button(
                label=text(f"series.button.{choice}"),
                style=ButtonStyle.secondary if choice == "leave" else ButtonStyle.primary,
                custom_id=f"series:{series_id}:{choice}",
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_organiser(interaction)
        series = services_of(interaction).series
        guild_id = interaction.guild_id or 0
        if self.choice == "leave":
            await series.discard(guild_id, self.series_id)
            await Message(text("change.left")).show(interaction)
            return
        outlook = await series.confirm(guild_id, self.series_id)
        await Message(begun_text(outlook)).show(interaction)
