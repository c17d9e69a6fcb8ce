"""Saying that one still comes: the day before, or now that time or place has changed."""

from __future__ import annotations

import discord
from discord import ButtonStyle

from bot.domain.markdown import escape
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.permissions import require_known
from cogs.render.times import stamp
from cogs.services import services_of


class StillComingButton(
    Lasting[Button],
    template=rf"still:(?P<guild_id>{ID}):(?P<event_id>{ID}){MARK}",
):
    """Confirms a member's answer; the guild stands in it because direct messages have none."""

    def __init__(self, guild_id: int, event_id: int, delivery_id: int) -> None:
        self.guild_id, self.event_id = guild_id, event_id
        custom_id = marked(f"still:{guild_id}:{event_id}", delivery_id)
        label = text("still.button")
        super().__init__(Button(label=label, style=ButtonStyle.success, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        confirmations, member_id = services_of(interaction).confirmations, interaction.user.id
        event, own = await confirmations.confirm(self.guild_id, self.event_id, member_id)
        said = text(f"still.{own.status}", name=escape(event.name), when=stamp(event))
        await interaction.edit_original_response(content=said)
