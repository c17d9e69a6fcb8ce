"""Announcements become messages, threads, roles and scheduled events of Discord."""

from __future__ import annotations

from contextlib import AbstractContextManager

import discord

from bot.domain.announcements import (
    AttendeeRole,
    ChatThread,
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
from cogs.network import shared
from cogs.posting import Posting
from cogs.refusals import GONE, translated
from cogs.render.introduction import thread_name
from cogs.render.message import Message
from cogs.render.momentum import weekly_note
from cogs.render.outgoing import message


class DiscordAnnouncer:
    """Carries announcements to people, through the port Announcer."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot
        self._messages = Posting(bot)

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
            return await self._messages.send(outgoing, await _rendered(outgoing))

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
            return await self._messages.find(outgoing)

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
                    await self._messages.edit_unless_gone(standing, await _rendered(outgoing))
                case _:
                    await self._messages.edit(standing, await _rendered(outgoing))

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
                    await self._messages.delete(standing)
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


async def _rendered(outgoing: Outgoing) -> Message:
    """What Discord is to show; a picture takes its time to draw."""
    match outgoing.announcement:
        case NetworkPicture() as found:
            return await shared(found, outgoing.delivery_id)
        case MomentumNote() as found:
            return await weekly_note(found, outgoing.delivery_id)
    return message(outgoing)
