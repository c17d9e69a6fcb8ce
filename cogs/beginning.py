"""The button that starts the set-up of a guild's first tweetup."""

from __future__ import annotations

import discord

from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.draft_forms import form
from cogs.drafts import current
from cogs.errors import explained
from cogs.permissions import require_known, require_organiser


class BeginButton(Lasting[Button], template=rf"begin:(?P<guild_id>{ID})(?:{MARK})?"):
    """Opens the form of `/tweetup create`, for organisers; in an answer there is no mark."""

    def __init__(self, guild_id: int, delivery_id: int | None = None) -> None:
        self.guild_id, self.delivery_id = guild_id, delivery_id
        custom_id = f"begin:{guild_id}"
        super().__init__(
            Button(
                label=text("arrival.button.begin"),
                style=discord.ButtonStyle.primary,
                custom_id=custom_id if delivery_id is None else marked(custom_id, delivery_id),
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await require_known(interaction, self.guild_id)
        await require_organiser(interaction)
        await interaction.response.send_modal(form("basics", await current(interaction)))
