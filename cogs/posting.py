"""The messages an announcement becomes: sent, found again, changed and taken away.

The delivery's id is the nonce, so Discord itself drops a message that is sent twice within
minutes; after longer, the mark that every message carries tells that it stands already.
"""

from __future__ import annotations

import discord
import structlog

from bot.domain.announcements import EventCard, FeedMessage
from bot.domain.deliveries import MessageRef
from bot.ports import Outgoing, Place
from cogs.buttons import carries_mark
from cogs.refusals import UNKNOWN_MESSAGE
from cogs.render.feed import shows
from cogs.render.message import Message

log = structlog.get_logger(__name__)

# How far back an interrupted message is looked for.
HISTORY = 100
# What the nonce of a card ends with that is put up once more.
AGAIN = ":again"


class Posting:
    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def send(self, outgoing: Outgoing, rendered: Message) -> MessageRef:
        nonce = str(outgoing.delivery_id)
        try:
            return await self._post(outgoing, rendered, nonce)
        except discord.NotFound as error:
            # Discord makes nothing anew whose nonce it knows for something that was deleted
            # within minutes. Nobody misses that, but for the card: people need it to answer.
            if error.code != UNKNOWN_MESSAGE or not isinstance(outgoing.announcement, EventCard):
                raise
        return await self._post(outgoing, rendered, f"{nonce}{AGAIN}")

    async def _post(self, outgoing: Outgoing, rendered: Message, nonce: str) -> MessageRef:
        channel = await self._channel(outgoing.place)
        sent = await channel.send(
            rendered.content,
            embeds=rendered.embeds,
            nonce=nonce,
            allowed_mentions=rendered.mentions,
            **rendered.extras,
        )
        return MessageRef(channel.id, sent.id)

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        channel = await self._channel(outgoing.place)
        if not self._history_readable(outgoing.place):
            log.warning("history unreadable", delivery=outgoing.delivery_id, channel=channel.id)
            return None
        async for found in channel.history(limit=HISTORY):
            if self._is_own(found) and _is(found, outgoing):
                return MessageRef(channel.id, found.id)
        return None

    async def edit(self, standing: MessageRef, rendered: Message) -> None:
        await self._partial(standing).edit(
            content=rendered.content,
            embeds=rendered.embeds,
            view=rendered.view,
            allowed_mentions=rendered.mentions,
            **rendered.attached,
        )

    async def edit_unless_gone(self, standing: MessageRef, rendered: Message) -> None:
        """Moderators may take mirrored posts and pictures away; away they stay."""
        try:
            await self.edit(standing, rendered)
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise

    def _partial(self, standing: MessageRef) -> discord.PartialMessage:
        channel = self._bot.get_partial_messageable(standing.channel_id)
        return channel.get_partial_message(standing.message_id)

    async def _channel(self, place: Place) -> discord.DMChannel | discord.PartialMessageable:
        if place.member_id is not None:
            return await self._bot.create_dm(discord.Object(place.member_id))
        if place.channel_id is None:
            raise ValueError("neither a channel nor a member to send to")
        return self._bot.get_partial_messageable(place.channel_id, guild_id=place.guild_id)

    def _history_readable(self, place: Place) -> bool:
        """Discord gives an empty history, not an error, to a bot that may not read it."""
        channel = self._bot.get_channel(place.channel_id or 0)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return True
        return channel.permissions_for(channel.guild.me).read_message_history

    def _is_own(self, found: discord.Message) -> bool:
        return self._bot.user is not None and found.author.id == self._bot.user.id

    async def delete(self, standing: MessageRef) -> None:
        await self._partial(standing).delete()


def _is(found: discord.Message, outgoing: Outgoing) -> bool:
    if isinstance(outgoing.announcement, FeedMessage):
        return shows(found, outgoing.announcement)
    return carries_mark(found, outgoing.delivery_id)
