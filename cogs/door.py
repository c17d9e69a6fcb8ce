"""The door: opened and closed by organisers, walked through by everybody with the code."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.markdown import escape
from bot.services.suite import Services
from bot.texts import text
from cogs.door_code import send_code
from cogs.door_panel import panel
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.wording import named, options


class DoorCog(commands.Cog):
    door = app_commands.Group(**named("door"), guild_only=True)

    def __init__(self, services: Services) -> None:
        self._door = services.door
        self._check_in = services.check_in

    @door.command(**named("door.open"))
    @options("door.open", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def open(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await event_of(interaction, event)
        await require_organiser(interaction, chosen)
        await panel(await self._door.open(chosen)).show(interaction)
        await send_code(interaction, chosen.id)

    @door.command(**named("door.close"))
    @options("door.close", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def close(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        usual = await self._door.usual_to_close(interaction.guild_id or 0)
        chosen = await event_of(interaction, event or usual)
        await require_organiser(interaction, chosen)
        found = await self._door.close(chosen)
        said = text("door.now_closed", name=escape(chosen.name), n=found.came)
        if found.missing:
            said += "\n" + text("door.now_closed_missing", n=len(found.missing))
        await interaction.edit_original_response(content=said, view=None)

    @app_commands.command(**named("checkin"))
    @app_commands.guild_only
    @options("checkin", "code")
    async def checkin(self, interaction: discord.Interaction, code: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = interaction.guild_id or 0
        done = await self._check_in.check_in(guild_id, interaction.user.id, code)
        name = escape(done.state.event.name)
        if not done.new:
            said = text("checkin.before", name=name)
        elif done.attendance.how == "walk_in":
            said = text("checkin.walk_in", name=name)
        else:
            said = text("checkin.done", name=name)
        await interaction.edit_original_response(content=said)
