"""The group of commands with which members look after what concerns them."""

from __future__ import annotations

from discord import app_commands

from cogs.wording import named

me_group = app_commands.Group(**named("me"), guild_only=True)
