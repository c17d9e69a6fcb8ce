"""Mirrored posts in a channel. Nothing of ours may be attached to them, so there are no buttons."""

from __future__ import annotations

import discord

from bot.domain.announcements import FeedEntry, FeedMessage
from bot.domain.markdown import link
from bot.domain.posts import post_url
from bot.texts import text
from cogs.render.message import Message
from cogs.render.post import pictures, post_embed

# X shows up to four photos on a post; so does Discord, in embeds that share their link.
PHOTOS = 4
# A post by itself leaves room for what its pictures show, in words.
AROUND_ONE_POST = 1_500


def feed(message: FeedMessage, guild_id: int, channel_id: int | None) -> Message:
    """The posts of a message, one embed each. A post by itself answers its parent's message."""
    if len(message.entries) > 1:
        return Message(
            embeds=tuple(
                post_embed(each.post, each.author, before_link=_parent(each, guild_id))
                for each in message.entries
            )
        )
    entry = message.entries[0]
    answers = _answers(entry, guild_id, channel_id)
    embed = post_embed(
        entry.post,
        entry.author,
        before_link="" if answers else _parent(entry, guild_id),
        around=AROUND_ONE_POST,
    )
    further = pictures(entry.post)[1:PHOTOS]
    return Message(
        embeds=(embed, *(discord.Embed(url=embed.url).set_image(url=each) for each in further)),
        answers=answers,
    )


def shows(message: discord.Message, announcement: FeedMessage) -> bool:
    """Whether a message mirrors these posts. A handle may have changed since: ids do not."""
    ids = {str(entry.post.id) for entry in announcement.entries}
    return any((embed.url or "").rpartition("/")[2] in ids for embed in message.embeds)


def _answers(
    entry: FeedEntry, guild_id: int, channel_id: int | None
) -> discord.MessageReference | None:
    if entry.parent is None or entry.parent.channel_id != channel_id:
        return None
    return discord.MessageReference(
        message_id=entry.parent.message_id,
        channel_id=entry.parent.channel_id,
        guild_id=guild_id,
        fail_if_not_exists=False,
    )


def _parent(entry: FeedEntry, guild_id: int) -> str:
    """A link to what the post replies to: its message here or, if there is none, the post on X."""
    if entry.post.reply_to_id is None:
        return ""
    if entry.parent is None:
        return link(text("feed.parent"), post_url("i", entry.post.reply_to_id))
    stands = f"{guild_id}/{entry.parent.channel_id}/{entry.parent.message_id}"
    return link(text("feed.parent"), f"https://discord.com/channels/{stands}")
