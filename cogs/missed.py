"""What a direct message would have said, for a member whom none reaches."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ButtonStyle

from bot.errors import UserError
from bot.texts import text
from cogs.buttons import ID, MARK, Button, marked
from cogs.errors import explained
from cogs.render.reminder import yours
from cogs.services import services_of


class ShowMissedButton(
    discord.ui.DynamicItem[Button], template=rf"missed:(?P<member>{ID}):(?P<event>{ID}){MARK}"
):
    """Shows one member, and nobody else, their reminder of an event."""

    def __init__(self, member_id: int, event_id: int, delivery_id: int) -> None:
        self.member_id, self.event_id, self.delivery_id = member_id, event_id, delivery_id
        custom_id = marked(f"missed:{member_id}:{event_id}", delivery_id)
        label = text("notice.show")
        super().__init__(Button(label=label, style=ButtonStyle.primary, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["member"]), int(match["event"]), int(match["delivery"]))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        if interaction.user.id != self.member_id:
            raise UserError("notice.not_yours")
        guild_id = interaction.guild_id or 0
        rsvp = services_of(interaction).rsvp
        standing = await rsvp.standing(guild_id, self.event_id, self.member_id)
        await yours(standing, self.delivery_id).show(interaction)
