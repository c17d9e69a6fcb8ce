"""Noting somebody who is not found among the members."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from bot.domain.door import NAME_LIMIT
from bot.services.door import CheckedIn
from bot.texts import text
from cogs.form import Form
from cogs.permissions import require_organiser_of
from cogs.services import services_of
from cogs.typed import TextInput

Shown = Callable[[discord.Interaction, CheckedIn], Awaitable[None]]
HANDLE_LIMIT = 16


class WalkInModal(Form):
    """Asks for a name and, if they like, a handle; `shown` shows what came of it."""

    def __init__(self, event_id: int, shown: Shown) -> None:
        super().__init__(text("door.walk_in.title"))
        self._event_id = event_id
        self._shown = shown
        self._name = TextInput(custom_id="name", max_length=NAME_LIMIT)
        self._handle = TextInput(custom_id="handle", max_length=HANDLE_LIMIT, required=False)
        self.add_item(discord.ui.Label(text=text("door.walk_in.name"), component=self._name))
        self.add_item(
            discord.ui.Label(
                text=text("door.walk_in.handle"),
                description=text("door.walk_in.handle_about"),
                component=self._handle,
            )
        )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_organiser_of(interaction, self._event_id)
        done = await services_of(interaction).door.walk_in(
            interaction.guild_id or 0,
            self._event_id,
            self._name.value,
            self._handle.value,
            by=interaction.user.id,
        )
        await self._shown(interaction, done)
