"""The button under a notice."""

from __future__ import annotations

import discord

from bot.errors import UserError
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained

NOBODY = 0


class DismissButton(Lasting[Button], template=rf"notice:(?P<member_id>{ID}){MARK}"):
    """Deletes a notice, for the member it is about and for those who look after the channel."""

    def __init__(self, member_id: int, delivery_id: int) -> None:
        self.member_id = member_id
        custom_id = marked(f"notice:{member_id}", delivery_id)
        super().__init__(Button(label=text("notice.dismiss"), custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        may = interaction.permissions
        allowed = (
            interaction.guild_id is None
            or interaction.user.id == self.member_id
            or may.manage_messages
            or may.manage_events
        )
        if not allowed:
            raise UserError("notice.not_yours")
        await interaction.response.defer()
        await interaction.delete_original_response()
