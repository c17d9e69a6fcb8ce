"""How a button, which knows nothing but its custom_id, comes by the services."""

from __future__ import annotations

from typing import Any

import discord

from bot.services.suite import Services


def services_of(interaction: discord.Interaction[Any]) -> Services:
    services: Services = interaction.client.services
    return services
