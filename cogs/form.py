"""Forms to be filled in: remembered by the process that showed them, for a while."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.domain.cleaning import tidy
from bot.domain.markdown import escape_within
from bot.errors import UserError
from bot.texts import speak
from cogs.errors import custom_id_of, explain

# Seconds. Whoever closes a form tells nobody, so it cannot be remembered for ever.
REMEMBERED_FOR = 3_600.0
MESSAGE_LIMIT = 2_000


class Form(discord.ui.Modal):
    """Answers in the language of whoever hands it in, and explains to them what goes wrong."""

    _open: ClassVar[set[str]] = set()

    def __init__(self, title: str) -> None:
        super().__init__(title=title, timeout=REMEMBERED_FOR)
        self._open.add(self.custom_id)

    @classmethod
    def knows(cls, custom_id: str) -> bool:
        """Whether a form of that custom_id is still to be handed in."""
        return custom_id in cls._open

    def stop(self) -> None:
        self._open.discard(self.custom_id)
        super().stop()

    async def on_timeout(self) -> None:
        self._open.discard(self.custom_id)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        speak(str(interaction.locale))
        return True

    async def on_error(  # type: ignore[override]  # less than a view's, as discord.py's own
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await explain(interaction, error)


async def explain_forgotten(interaction: discord.Interaction[Any]) -> None:
    """Tell whoever handed in a form that was shown before a restart, or too long ago, and give them
    back what they wrote; Discord would close it without a word."""
    if Form.knows(custom_id_of(interaction)) or interaction.response.is_done():
        return
    await explain(interaction, UserError("forgotten_form"))
    if not interaction.response.is_done():
        return
    data: Any = interaction.data
    fields = [label["component"] for label in data["components"] if "component" in label]
    written = "\n\n".join(filter(None, (tidy(field.get("value", "")) for field in fields)))
    if written:
        shown = escape_within(written, MESSAGE_LIMIT)
        await interaction.followup.send(shown, ephemeral=True)
