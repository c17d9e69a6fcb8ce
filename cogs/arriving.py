"""Where the bot says hello in a guild that it joined."""

from __future__ import annotations

from datetime import datetime

import discord

NEEDED = discord.Permissions(view_channel=True, send_messages=True)


def arrival_of(guild: discord.Guild) -> tuple[int, datetime, int | None]:
    """The guild, when the bot joined it, and the channel: where Discord puts its own messages,
    else the first in which the bot may write."""
    shown = sorted(guild.text_channels, key=lambda each: (each.position, each.id))
    if guild.system_channel is not None:
        shown.insert(0, guild.system_channel)
    fitting = (each.id for each in shown if each.permissions_for(guild.me) >= NEEDED)
    joined_at = guild.me.joined_at or discord.utils.utcnow()
    return guild.id, joined_at, next(fitting, None)
