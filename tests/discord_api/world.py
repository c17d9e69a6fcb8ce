"""All there is on the server, and word of every change to whoever listens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from tests.discord_api import permissions
from tests.discord_api.errors import (
    missing_access,
    missing_permissions,
    unknown,
    unknown_channel,
    unknown_message,
)
from tests.discord_api.model import (
    DIRECT,
    PRIVATE_THREAD,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    User,
)
from tests.discord_api.time import Time

# What happened, how it is told, and in which guild.
Listener = Callable[[str, Json, int | None], None]


class World:
    """Looking something up raises Refused as Discord refuses the bot."""

    def __init__(self) -> None:
        self.time = Time()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.direct: dict[int, Channel] = {}
        """By the person's id."""
        self.hidden: dict[int, Message] = {}
        """Messages that only one person can see."""
        self.interactions: dict[int, Interaction] = {}
        self.commands: list[Json] = []
        self.bot = self.add_user("tweetup", is_bot=True)
        self.application_id = self.bot.id
        self.listeners: list[Listener] = []
        self.version = 0
        self._moved = asyncio.Event()

    def add_user(self, name: str, *, is_bot: bool = False) -> User:
        user = User(self.time.next_id(), name, is_bot)
        self.users[user.id] = user
        return user

    def emit(self, event: str, data: Json, guild_id: int | None = None) -> None:
        for listener in self.listeners:
            listener(event, data, guild_id)
        self.touch()

    def touch(self) -> None:
        """Wake whoever waits for a change."""
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()

    async def changed(self, since: int) -> None:
        """Wait until something has changed since that version."""
        while self.version <= since:
            await self._moved.wait()

    def guild(self, guild_id: int) -> Guild:
        guild = self.guilds.get(guild_id)
        if guild is None:
            raise unknown("Guild", 10004)
        if self.bot.id not in guild.members:
            raise missing_access()
        return guild

    def user(self, user_id: int) -> User:
        if user_id not in self.users:
            raise unknown("User", 10013)
        return self.users[user_id]

    def member(self, guild: Guild, user_id: int) -> Member:
        if user_id not in guild.members:
            raise unknown("User", 10013) if user_id not in self.users else unknown("Member", 10007)
        return guild.members[user_id]

    def channels(self) -> Iterator[Channel]:
        yield from self.direct.values()
        for guild in self.guilds.values():
            yield from guild.channels.values()

    def channel(self, channel_id: int) -> Channel:
        """A channel that the bot can see."""
        found = next((each for each in self.channels() if each.id == channel_id), None)
        if found is None:
            raise unknown_channel()
        if not self.can(found, "view_channel"):
            raise missing_access()
        return found

    def message(self, channel: Channel, message_id: int) -> Message:
        if message_id not in channel.messages:
            raise unknown_message()
        return channel.messages[message_id]

    def direct_with(self, user: User) -> Channel:
        """The direct channel of the bot and a person, opened where there is none."""
        if user.id not in self.direct:
            self.direct[user.id] = Channel(self.time.next_id(), DIRECT, recipient=user)
        return self.direct[user.id]

    def held(self, channel: Channel, user: User) -> int:
        """The permissions of a person, or the bot, in a channel."""
        if channel.guild_id is None:
            return permissions.EVERYTHING
        guild = self.guilds[channel.guild_id]
        if user.id not in guild.members:
            return 0
        held = permissions.in_channel(guild, guild.members[user.id], channel)
        manages = held & permissions.BITS["manage_threads"]
        if channel.kind == PRIVATE_THREAD and channel.thread is not None and not manages:
            return held if user.id in channel.thread.members else 0
        return held

    def can(self, channel: Channel, *names: str) -> bool:
        wanted = permissions.bits(*names)
        return self.held(channel, self.bot) & wanted == wanted

    def require(self, channel: Channel, *names: str) -> None:
        if not self.can(channel, *names):
            raise missing_permissions()

    def require_in_guild(self, guild: Guild, *names: str) -> None:
        wanted = permissions.bits(*names)
        if permissions.in_guild(guild, guild.members[self.bot.id]) & wanted != wanted:
            raise missing_permissions()
