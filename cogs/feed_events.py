"""Choosing a tweetup by its name while one is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.domain.cleaning import cut
from bot.domain.events import Event
from bot.texts import text
from cogs.permissions import may_organise
from cogs.render.times import is_open
from cogs.render.written import written
from cogs.services import services_of

# Discord shows no more choices, and no longer ones.
CHOICES = 25
NAME_AT_MOST = 70


async def suggest_events(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    found = await services_of(interaction).feed.events(interaction.guild_id or 0, typed)
    return choices(found)


async def suggest_archived(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    """Those that were put away; what organisers put away, others are not shown."""
    services = services_of(interaction)
    found = await services.feed.events(interaction.guild_id or 0, typed, archived=True)
    return choices([event for event in found if await may_organise(interaction, event)])


async def event_of(
    interaction: discord.Interaction[Any], typed: str | None, *, archived: bool = False
) -> Event:
    """The tweetup that was chosen or typed, otherwise the guild's next. Raises UserError.

    With `archived` it is one of those that were put away.
    """
    services = services_of(interaction)
    return await services.feed.choose(interaction.guild_id or 0, typed, archived=archived)


async def event_with(interaction: discord.Interaction[Any], event_id: int) -> Event:
    """The tweetup that a button was made for. Raises UserError where this guild has none such."""
    return await services_of(interaction).feed.event(interaction.guild_id or 0, event_id)


def choices(found: Sequence[Event]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=_label(each), value=str(each.id)) for each in found[:CHOICES]]


def _label(event: Event) -> str:
    day = text("time.open") if is_open(event) else written(event.local_start, "day_year")
    return f"{cut(event.name, NAME_AT_MOST)}, {day}"
