"""The way out of an introduction."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ButtonStyle

from bot.texts import text
from cogs.buttons import MARK, Button, marked
from cogs.errors import explained


class LeaveButton(discord.ui.DynamicItem[Button], template=rf"leave:(?P<introduction>\d+){MARK}"):
    """Takes whoever taps it out of the private thread.

    Discord says in the thread that they were removed; nothing says why.
    """

    def __init__(self, introduction_id: int, delivery_id: int) -> None:
        custom_id = marked(f"leave:{introduction_id}", delivery_id)
        label = text("introduction.leave")
        super().__init__(Button(label=label, style=ButtonStyle.secondary, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["introduction"]), int(match["delivery"]))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        if isinstance(interaction.channel, discord.Thread):
            await interaction.channel.remove_user(interaction.user)
        await interaction.edit_original_response(content=text("introduction.left"))
