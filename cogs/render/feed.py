"""Mirrored posts in a channel. Nothing of ours may be attached to them, so there are no buttons."""

from __future__ import annotations

import discord

from bot.domain.announcements import FeedEntry, FeedMessage
from bot.domain.feed import AROUND_THE_TEXT, MEDIA_WITHIN
from bot.domain.markdown import link
from bot.domain.posts import ANYBODY, post_url
from bot.texts import text
from cogs.render.message import Message
from cogs.render.post import pictures, post_embed
from cogs.render.referred import context, quoted

# X shows up to four photos on a post; so does Discord, in embeds that share their link.
PHOTOS = 4
# A post by itself leaves room for what its pictures show, in words.
AROUND_ONE_POST = 1_500


def feed(message: FeedMessage, guild_id: int, channel_id: int | None) -> Message:
    """The posts of a message, one embed each.

    A post by itself answers its parent's message; so does what its author went on to say.
    """
    first, *others = message.entries
    answers = None
    if all(entry.continues for entry in others):
        answers = _answers(first, guild_id, channel_id)
    if others:
        return Message(
            embeds=tuple(
                _embed(each, "" if each is first and answers else _parent(each, guild_id))
                for each in message.entries
            ),
            answers=answers,
        )
    before_link = "" if answers else _parent(first, guild_id)
    embed = _embed(first, before_link, around=AROUND_ONE_POST)
    further = pictures(first.post)[1:PHOTOS]
    return Message(
        embeds=(embed, *(discord.Embed(url=embed.url).set_image(url=each) for each in further)),
        answers=answers,
    )


def _embed(
    entry: FeedEntry, before_link: str, around: int = AROUND_THE_TEXT + MEDIA_WITHIN
) -> discord.Embed:
    return post_embed(
        entry.post,
        entry.author,
        above=context(entry),
        below=quoted(entry),
        before_link=before_link,
        around=around,
    )


def shows(message: discord.Message, announcement: FeedMessage) -> bool:
    """Whether a message mirrors these posts. A handle may have changed since: ids do not."""
    posts = [entry.post for entry in announcement.entries]
    ids = {str(version) for p in posts for version in (p.id, p.shown_version, *p.edits)}
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
    """What the post replies to, unless it is shown above: a link to its message here or to X."""
    if entry.post.reply_to_id is None or entry.context is not None:
        return ""
    if entry.continues:
        return text("feed.continues")
    if entry.follows:
        return text("feed.follows")
    if entry.parent is None and "reply_to" in entry.unavailable:
        return text("feed.parent_gone")
    if entry.parent is None:
        return link(text("feed.parent"), post_url(ANYBODY, entry.post.reply_to_id))
    stands = f"{guild_id}/{entry.parent.channel_id}/{entry.parent.message_id}"
    return link(text("feed.parent"), f"https://discord.com/channels/{stands}")
