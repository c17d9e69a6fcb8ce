"""What people type into commands and forms, cleaned once, where it comes in."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.cleaning import tidy


class TextInput(discord.ui.TextInput[Any]):
    """A form's field whose value is tidy; `cogs` use no other."""

    @property
    def value(self) -> str:
        return tidy(super().value)


def tidy_options(interaction: discord.Interaction[Any]) -> None:
    """Tidy what was typed into a command's options, before they are read."""
    data: Any = interaction.data or {}
    _tidy(data.get("options", ()))


def _tidy(options: list[dict[str, Any]]) -> None:
    for option in options:
        if isinstance(option.get("value"), str):
            option["value"] = tidy(option["value"])
        _tidy(option.get("options", []))
