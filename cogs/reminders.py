"""The way out of direct reminders."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.texts import text
from cogs.buttons import MARK, Button, marked
from cogs.errors import explained
from cogs.services import services_of


class StopRemindersButton(discord.ui.DynamicItem[Button], template=rf"stop:(?P<guild>\d+){MARK}"):
    """Takes back a member's consent to be reminded by direct message."""

    def __init__(self, guild_id: int, delivery_id: int) -> None:
        self.guild_id = guild_id
        custom_id = marked(f"stop:{guild_id}", delivery_id)
        super().__init__(Button(label=text("reminder.stop"), custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["guild"]), int(match["delivery"]))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        privacy = services_of(interaction).privacy
        await privacy.consent(self.guild_id, interaction.user.id, direct_reminders=False)
        await interaction.edit_original_response(content=text("reminder.stopped"))
