"""What every form has in common."""

from __future__ import annotations

from typing import Any

import discord

from bot.texts import speak
from cogs.errors import explain


class Form(discord.ui.Modal):
    """Answers in the language of whoever filled it in, and explains what goes wrong."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        speak(str(interaction.locale))
        return True

    async def on_error(  # type: ignore[override]  # less than a view's, as discord.py's own
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        await explain(interaction, error)
