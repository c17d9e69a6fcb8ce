"""What a direct message would have said, for a member whom none reaches."""

from __future__ import annotations

import discord
from discord import ButtonStyle

from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.permissions import require_oneself
from cogs.render.reminder import yours
from cogs.services import services_of


class ShowMissedButton(
    Lasting[Button], template=rf"missed:(?P<member_id>{ID}):(?P<event_id>{ID}){MARK}"
):
    """Shows one member, and nobody else, their reminder of an event."""

    def __init__(self, member_id: int, event_id: int, delivery_id: int) -> None:
        self.member_id, self.event_id, self.delivery_id = member_id, event_id, delivery_id
        custom_id = marked(f"missed:{member_id}:{event_id}", delivery_id)
        label = text("notice.show")
        super().__init__(Button(label=label, style=ButtonStyle.primary, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        require_oneself(interaction, self.member_id)
        guild_id = interaction.guild_id or 0
        rsvp = services_of(interaction).rsvp
        standing = await rsvp.standing(guild_id, self.event_id, self.member_id)
        await yours(standing, self.delivery_id).show(interaction)
