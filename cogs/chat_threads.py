"""The public threads for the answers to a tweet chat's questions.

A thread on a message has the message's own id, and there can be one alone: so it is never opened
twice, and found without looking.
"""

from __future__ import annotations

import discord

from bot.domain.announcements import ChatThread
from bot.domain.chat import Question
from bot.domain.cleaning import cut
from bot.domain.deliveries import MessageRef
from bot.errors import Unreachable
from bot.texts import text
from cogs.threads import ARCHIVED_AFTER

NAME_LIMIT = 100


async def open_thread(bot: discord.Client, announcement: ChatThread) -> MessageRef:
    below = announcement.below
    channel = bot.get_channel(below.channel_id) or await bot.fetch_channel(below.channel_id)
    if not isinstance(channel, discord.TextChannel):
        raise Unreachable("refused", "not a text channel")
    thread = await channel.get_partial_message(below.message_id).create_thread(
        name=thread_name(announcement.question), auto_archive_duration=ARCHIVED_AFTER
    )
    return MessageRef(thread.id, thread.id)


async def find(bot: discord.Client, announcement: ChatThread) -> MessageRef | None:
    thread_id = announcement.below.message_id
    try:
        found = bot.get_channel(thread_id) or await bot.fetch_channel(thread_id)
    except discord.NotFound:
        return None
    return MessageRef(found.id, found.id)


def thread_name(question: Question) -> str:
    name = text("chat.thread", number=question.number, question=question.text)
    return cut(name, NAME_LIMIT)
