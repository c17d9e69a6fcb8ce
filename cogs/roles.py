"""The role of those who are going."""

from __future__ import annotations

import discord

from bot.domain.announcements import AttendeeRole
from bot.domain.deliveries import MessageRef
from bot.ports import Place
from cogs.scheduled_events import guild_of

REASON = "Tweetup: who is going"


async def give(bot: discord.Client, wanted: AttendeeRole) -> MessageRef:
    """Give the role; who has left the guild meanwhile goes without."""
    member = await _member(bot, wanted.guild_id, wanted.member_id)
    if member is not None:
        await member.add_roles(discord.Object(wanted.role_id), reason=REASON)
    return MessageRef(wanted.role_id, wanted.member_id)


async def find(bot: discord.Client, wanted: AttendeeRole) -> MessageRef | None:
    member = await _member(bot, wanted.guild_id, wanted.member_id)
    if member is None or member.get_role(wanted.role_id) is None:
        return None
    return MessageRef(wanted.role_id, wanted.member_id)


async def take(bot: discord.Client, place: Place, standing: MessageRef) -> None:
    member = await _member(bot, place.guild_id, standing.message_id)
    if member is not None:
        await member.remove_roles(discord.Object(standing.channel_id), reason=REASON)


async def _member(bot: discord.Client, guild_id: int, member_id: int) -> discord.Member | None:
    try:
        return await (await guild_of(bot, guild_id)).fetch_member(member_id)
    except discord.NotFound:
        return None
