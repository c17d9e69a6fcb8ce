"""Choosing a tweetup by its name while one is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from babel.dates import format_date
from discord import app_commands

from bot.domain.events import Event
from cogs.services import services_of

# Discord shows no more choices, and no longer ones.
CHOICES = 25
NAME_AT_MOST = 70


async def suggest_events(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    return choices(await services_of(interaction).feed.events(interaction.guild_id or 0, typed))


def choices(found: Sequence[Event]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=_label(each), value=str(each.id)) for each in found[:CHOICES]]


async def event_of(interaction: discord.Interaction[Any], typed: str | None) -> Event:
    """The tweetup that was chosen or typed, otherwise the guild's next. Raises UserError."""
    return await services_of(interaction).feed.choose(interaction.guild_id or 0, typed)


def _label(event: Event) -> str:
    name = event.name
    if len(name) > NAME_AT_MOST:
        name = f"{name[: NAME_AT_MOST - 1]}…"
    return f"{name}, {format_date(event.local_start, 'd MMMM y', locale='en_GB')}"
