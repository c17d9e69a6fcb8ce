"""Announcements become messages, threads and scheduled events of Discord.

The delivery's id is the nonce, so Discord itself drops a message that is sent twice within
minutes; after longer, the mark that every message carries tells that it stands already.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import discord
import structlog

from bot.domain.announcements import (
    AttendeeRole,
    ChatThread,
    EventCard,
    FeedMessage,
    Introduction,
    IntroductionThread,
    MomentumNote,
    NetworkPicture,
    ScheduledEvent,
)
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.ports import Outgoing, Place
from bot.texts import speaking
from cogs import chat_threads, roles, scheduled_events, threads
from cogs.buttons import carries_mark
from cogs.network import shared
from cogs.refusals import GONE, UNKNOWN_MESSAGE, translated
from cogs.render.feed import shows
from cogs.render.introduction import thread_name
from cogs.render.message import Message
from cogs.render.momentum import weekly_note
from cogs.render.outgoing import message

log = structlog.get_logger(__name__)

# How far back an interrupted message is looked for.
HISTORY = 100
# What the nonce of a card ends with that is put up once more.
AGAIN = ":again"


class DiscordAnnouncer:
    """Carries announcements to people, through the port Announcer."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def send(self, outgoing: Outgoing) -> MessageRef:
        with translated(), self._speaking(outgoing):
            match outgoing.announcement:
                case ScheduledEvent(event):
                    return await scheduled_events.create(self._bot, event)
                case IntroductionThread() as announcement:
                    return await threads.open_thread(self._bot, announcement)
                case AttendeeRole() as announcement:
                    return await roles.give(self._bot, announcement)
                case ChatThread() as announcement:
                    return await chat_threads.open_thread(self._bot, announcement)
                case Introduction(members=members, to=None):
                    await threads.admit(
                        self._bot, outgoing.place, [each.member_id for each in members]
                    )
            return await self._send(outgoing, await _rendered(outgoing))

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        """None also when the channel's history may not be read; the nonce must do then."""
        with translated(), self._speaking(outgoing):
            match outgoing.announcement:
                case ScheduledEvent(event):
                    return await scheduled_events.find(self._bot, event)
                case IntroductionThread() as announcement:
                    return await threads.find(self._bot, announcement)
                case AttendeeRole() as announcement:
                    return await roles.find(self._bot, announcement)
                case ChatThread() as announcement:
                    return await chat_threads.find(self._bot, announcement)
            return await self._find(outgoing)

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        with translated(), self._speaking(outgoing):
            match outgoing.announcement:
                case ScheduledEvent(event):
                    await scheduled_events.update(self._bot, event, standing)
                case IntroductionThread() as announcement:
                    await threads.rename(self._bot, standing, thread_name(announcement))
                case ChatThread() as announcement:
                    name = chat_threads.thread_name(announcement.question)
                    await threads.rename(self._bot, standing, name)
                case AttendeeRole() as announcement:
                    await roles.give(self._bot, announcement)
                case FeedMessage() | NetworkPicture():
                    await self._edit_unless_gone(standing, await _rendered(outgoing))
                case _:
                    await self._edit(standing, await _rendered(outgoing))

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        with translated():
            try:
                if kind == "scheduled_event":
                    await scheduled_events.call_off(self._bot, standing)
                elif kind in {"introduction_thread", "chat_thread"}:
                    await threads.delete(self._bot, standing)
                elif kind == "introduction_exit":
                    await threads.let_go(self._bot, standing)
                elif kind == "role":
                    await roles.take(self._bot, place, standing)
                else:
                    await self._partial(standing).delete()
            except discord.NotFound as error:
                if error.code not in GONE:
                    raise

    def _speaking(self, outgoing: Outgoing) -> AbstractContextManager[None]:
        """In the language of a message's reader. A channel's is what its community chose for all;
        where nobody could choose one, that of the organiser."""
        guild = self._bot.get_guild(outgoing.place.guild_id)
        chosen = guild is not None and "COMMUNITY" in guild.features
        if guild is None or (outgoing.locale and (outgoing.place.member_id or not chosen)):
            return speaking(outgoing.locale)
        return speaking(str(guild.preferred_locale))

    async def _send(self, outgoing: Outgoing, rendered: Message) -> MessageRef:
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

    async def _find(self, outgoing: Outgoing) -> MessageRef | None:
        channel = await self._channel(outgoing.place)
        if not self._history_readable(outgoing.place):
            log.warning("history unreadable", delivery=outgoing.delivery_id, channel=channel.id)
            return None
        async for found in channel.history(limit=HISTORY):
            if self._is_own(found) and _is(found, outgoing):
                return MessageRef(channel.id, found.id)
        return None

    async def _edit(self, standing: MessageRef, rendered: Message) -> None:
        await self._partial(standing).edit(
            content=rendered.content,
            embeds=rendered.embeds,
            view=rendered.view,
            allowed_mentions=rendered.mentions,
            **rendered.attached,
        )

    async def _edit_unless_gone(self, standing: MessageRef, rendered: Message) -> None:
        """Moderators may take mirrored posts and pictures away; away they stay."""
        try:
            await self._edit(standing, rendered)
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


async def _rendered(outgoing: Outgoing) -> Message:
    """What Discord is to show; a picture takes its time to draw."""
    match outgoing.announcement:
        case NetworkPicture() as found:
            return await shared(found, outgoing.delivery_id)
        case MomentumNote() as found:
            return await weekly_note(found, outgoing.delivery_id)
    return message(outgoing)


def _is(found: discord.Message, outgoing: Outgoing) -> bool:
    if isinstance(outgoing.announcement, FeedMessage):
        return shows(found, outgoing.announcement)
    return carries_mark(found, outgoing.delivery_id)
