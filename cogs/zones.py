"""Time zones to choose from while one is being typed."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

import discord
from discord import app_commands

from cogs.services import services_of

# Discord shows no more.
CHOICES = 25


def suggest(typed: str, usual: str) -> list[str]:
    """IANA names that hold what was typed, those whose city begins with it first.

    `usual` comes before all others where it fits.
    """
    wanted = "_".join(typed.casefold().split())
    fitting = [zone for zone in _zones() if wanted in zone.casefold()]

    def rank(zone: str) -> tuple[bool, bool, str]:
        city = zone.rpartition("/")[2].casefold()
        return zone != usual, not city.startswith(wanted), zone

    return sorted(fitting, key=rank)[:CHOICES]


async def suggest_zones(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    usual = await usual_zone(interaction)
    return [app_commands.Choice(name=zone, value=zone) for zone in suggest(typed, usual)]


async def usual_zone(interaction: discord.Interaction[Any]) -> str:
    """The zone of the guild's last tweetup, else the operator's choice."""
    default: str = interaction.client.default_zone
    return await services_of(interaction).events.zone(interaction.guild_id or 0, default)


@cache
def _zones() -> frozenset[str]:
    return frozenset(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")
    )
