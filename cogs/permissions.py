"""What the bot must be allowed to do where a tweetup is to take place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.errors import UserError
from bot.texts import text

IN_CHANNEL = (
    "view_channel",
    "send_messages",
    "embed_links",
    "read_message_history",
    "create_private_threads",
    "send_messages_in_threads",
    "manage_threads",
)
IN_GUILD = ("create_events",)
TO_ASK = ("view_channel", "send_messages", "embed_links", "read_message_history")
# Besides those, for the threads of tweet chats.
FOR_CHATS = ("create_public_threads",)


def require_member(member: discord.Member, channel: discord.TextChannel) -> None:
    """Raises UserError unless the member may set up a tweetup in that channel.

    The command asks for the permission too, but a server can change who sees a command.
    """
    if not member.guild_permissions.manage_events:
        raise UserError("not_organiser")
    if not channel.permissions_for(member).send_messages:
        raise UserError("channel.not_yours", channel=channel.name)


def require_organiser(interaction: discord.Interaction[Any]) -> None:
    """Raises UserError unless whoever acts may manage events, which is what makes an organiser."""
    if not interaction.permissions.manage_events:
        raise UserError("feed.not_organiser")


def require_asking(interaction: discord.Interaction[Any], channel: discord.TextChannel) -> None:
    """Raises UserError unless the bot may put posts before organisers in that channel, and
    whoever sends it there may write in it too."""
    if not isinstance(interaction.user, discord.Member):
        raise UserError("feed.not_organiser")
    if not channel.permissions_for(interaction.user).send_messages:
        raise UserError("channel.not_yours", channel=channel.name)
    allowed = channel.permissions_for(channel.guild.me)
    missing = [name for name in TO_ASK if not getattr(allowed, name)]
    if missing:
        names = ", ".join(text(f"permission.{name}") for name in missing)
        raise UserError("filter.channel_permissions", channel=channel.name, missing=names)


def require_bot(channel: discord.TextChannel, besides: Sequence[str] = ()) -> None:
    """Raises UserError naming every permission that the bot lacks, those `besides` included."""
    me = channel.guild.me
    in_channel, in_guild = channel.permissions_for(me), me.guild_permissions
    missing = [name for name in (*IN_CHANNEL, *besides) if not getattr(in_channel, name)]
    missing += [name for name in IN_GUILD if not getattr(in_guild, name)]
    if missing:
        names = ", ".join(text(f"permission.{name}") for name in missing)
        raise UserError("channel.permissions", channel=channel.name, missing=names)
