"""The private threads in which two members are introduced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import discord
from discord import ChannelType

from bot.domain.announcements import IntroductionThread
from bot.domain.deliveries import MessageRef
from bot.errors import Unreachable
from bot.ports import Place
from cogs.render.introduction import thread_mark, thread_name
from cogs.scheduled_events import guild_of

# Minutes without a word until Discord folds a thread away: a week, the most there is.
ARCHIVED_AFTER: Final = 10_080


async def open_thread(bot: discord.Client, announcement: IntroductionThread) -> MessageRef:
    """Open the thread, empty; the members are let in with their introduction."""
    event = announcement.event
    channel = bot.get_channel(event.channel_id) or await bot.fetch_channel(event.channel_id)
    if not isinstance(channel, discord.TextChannel):
        raise Unreachable("refused", "not a text channel")
    thread = await channel.create_thread(
        name=thread_name(announcement),
        type=ChannelType.private_thread,
        invitable=False,
        auto_archive_duration=ARCHIVED_AFTER,
    )
    return MessageRef(thread.id, thread.id)


async def find(bot: discord.Client, announcement: IntroductionThread) -> MessageRef | None:
    guild = await guild_of(bot, announcement.event.guild_id)
    for found in await guild.active_threads():
        own = bot.user is not None and found.owner_id == bot.user.id
        inside = found.parent_id == announcement.event.channel_id
        if own and inside and found.name.endswith(thread_mark(announcement)):
            return MessageRef(found.id, found.id)
    return None


async def admit(bot: discord.Client, place: Place, member_ids: Sequence[int]) -> None:
    """Let both members into the thread, or neither: nobody is to sit in it alone."""
    thread = await _thread(bot, place.channel_id or 0)
    admitted: list[discord.Object] = []
    try:
        for member_id in member_ids:
            member = discord.Object(member_id)
            await thread.add_user(member)
            admitted.append(member)
    except discord.HTTPException:
        for member in admitted:
            await thread.remove_user(member)
        raise


async def let_go(bot: discord.Client, standing: MessageRef) -> None:
    """Take a member, in place of a message's id, out of the thread."""
    thread = await _thread(bot, standing.channel_id)
    await thread.remove_user(discord.Object(standing.message_id))


async def rename(bot: discord.Client, standing: MessageRef, name: str) -> None:
    thread = await _thread(bot, standing.message_id)
    if thread.name != name:
        await thread.edit(name=name)


async def delete(bot: discord.Client, standing: MessageRef) -> None:
    await (await _thread(bot, standing.message_id)).delete()


async def _thread(bot: discord.Client, thread_id: int) -> discord.Thread:
    found = bot.get_channel(thread_id) or await bot.fetch_channel(thread_id)
    if not isinstance(found, discord.Thread):
        raise Unreachable("gone", "not a thread")
    return found
