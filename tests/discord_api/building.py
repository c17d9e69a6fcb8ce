"""What is there, and what befalls it without the bot's doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tests.discord_api import payloads, permissions
from tests.discord_api.channels import Channels
from tests.discord_api.messages import Messages
from tests.discord_api.model import TEXT, Channel, Guild, Json, Member, Message, Role
from tests.discord_api.world import World

OWNER = "owner"
# The position of the bot's own role.
OWN_ROLE = 100


class Building:
    """What is there before anything happens; the bot hears of it where it is online."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_guild(
        self,
        name: str,
        bot: list[str],
        everyone: list[str],
        channels: Sequence[str] = (),
        days_ago: int = 30,
        shard: int = 0,
        shards: int = 1,
    ) -> Json:
        """A guild that took the bot in so long ago, both with these permissions, whose events that
        one of so many shards is told; gives the ids."""
        world = self._world
        owner = world.add_user(f"{OWNER} of {name}")
        guild = Guild(world.time.next_id_on(shard, shards), name, owner)
        world.guilds[guild.id] = guild
        guild.roles[guild.id] = Role(guild.id, "@everyone", permissions.bits(*everyone), 0)
        role = Role(world.time.next_id(), "Tweetup", permissions.bits(*bot), OWN_ROLE)
        guild.roles[role.id] = role
        joined_at = (world.time.now - timedelta(days=days_ago)).isoformat()
        for user, roles in ((owner, []), (world.bot, [role.id])):
            guild.members[user.id] = Member(user, joined_at, roles)
        for each in channels:
            made = Channel(world.time.next_id(), TEXT, each, guild.id)
            guild.channels[made.id] = made
        self._tell_join(guild)
        ids = {"id": guild.id, "bot_role_id": role.id, "owner_id": owner.id}
        return ids | {"bot_id": world.bot.id, "channel_ids": list(guild.channels)}

    def take_back(self, guild_id: int) -> None:
        """A guild that threw the bot out takes it in again, with the role it had."""
        world, guild = self._world, self._world.guilds[guild_id]
        role = next(each for each in guild.roles.values() if each.position == OWN_ROLE)
        guild.members[world.bot.id] = Member(world.bot, world.time.stamp, [role.id])
        self._tell_join(guild)

    def add_channel(self, guild_id: int, name: str) -> Json:
        channel = Channel(self._world.time.next_id(), TEXT, name, guild_id)
        self._world.guilds[guild_id].channels[channel.id] = channel
        self._world.emit("CHANNEL_CREATE", payloads.channel(channel), guild_id)
        return {"id": channel.id}

    def add_role(self, guild_id: int, name: str, allows: list[str]) -> Json:
        guild = self._world.guilds[guild_id]
        role = Role(
            self._world.time.next_id(), name, permissions.bits(*allows), len(guild.roles) - 1
        )
        guild.roles[role.id] = role
        self._tell_role("GUILD_ROLE_CREATE", guild, role)
        return {"id": role.id}

    def allow(self, guild_id: int, role_id: int, allows: list[str]) -> None:
        """Give a role these permissions and no others."""
        guild = self._world.guilds[guild_id]
        guild.roles[role_id].permissions = permissions.bits(*allows)
        self._tell_role("GUILD_ROLE_UPDATE", guild, guild.roles[role_id])

    def overwrite(
        self, channel_id: int, role_id: int, allows: list[str], denies: list[str]
    ) -> None:
        """What a role may and may not in one channel."""
        channel = next(each for each in self._world.channels() if each.id == channel_id)
        channel.overwrites[role_id] = (permissions.bits(*allows), permissions.bits(*denies))
        self._world.emit("CHANNEL_UPDATE", payloads.channel(channel), channel.guild_id)

    def add_member(self, guild_id: int, name: str, role_ids: list[int]) -> Json:
        """Somebody joins: the person of that name, who may be known from elsewhere."""
        known = (each for each in self._world.users.values() if each.name == name)
        user = next(known, None) or self._world.add_user(name)
        member = Member(user, self._world.time.stamp, list(role_ids))
        self._world.guilds[guild_id].members[user.id] = member
        told = payloads.member(member) | {"guild_id": str(guild_id)}
        self._world.emit("GUILD_MEMBER_ADD", told, guild_id)
        return {"id": user.id}

    def take_messages(self, user_id: int, does: bool) -> None:
        """Whether a person takes direct messages from the bot."""
        self._world.users[user_id].takes_messages = does

    def say(self, channel_id: int, user_id: int, contents: list[str]) -> None:
        """Somebody writes messages in a channel."""
        channel = next(each for each in self._world.channels() if each.id == channel_id)
        author, stamp = self._world.users[user_id], self._world.time.stamp
        for content in contents:
            message = Message(self._world.time.next_id(), channel.id, author, stamp, content)
            channel.messages[message.id] = message
        self._world.touch()

    def _tell_join(self, guild: Guild) -> None:
        """Of a new guild Discord leaves out whether it is available, which tells it from others."""
        told = payloads.guild_create(self._world, guild)
        del told["unavailable"]
        self._world.emit("GUILD_CREATE", told, guild.id)

    def _tell_role(self, event: str, guild: Guild, role: Role) -> None:
        self._world.emit(event, {"guild_id": str(guild.id), "role": payloads.role(role)}, guild.id)


class Happening:
    """What befalls a world without the bot's doing."""

    def __init__(self, world: World, channels: Channels, messages: Messages) -> None:
        self._world = world
        self._channels = channels
        self._messages = messages

    def leave(self, guild_id: int, user_id: int) -> None:
        """Somebody leaves, or the bot is thrown out."""
        guild = self._world.guilds[guild_id]
        member = guild.members.pop(user_id)
        for channel in guild.channels.values():
            if channel.thread is not None:
                channel.thread.members.pop(user_id, None)
        if member.user is self._world.bot:
            self._world.emit("GUILD_DELETE", {"id": str(guild_id)}, guild_id)
            return
        told = {"guild_id": str(guild_id), "user": payloads.user(member.user)}
        self._world.emit("GUILD_MEMBER_REMOVE", told, guild_id)

    def delete_channel(self, channel_id: int) -> None:
        """A channel or a thread."""
        self._channels.remove(self._channel(channel_id))

    def delete_message(self, channel_id: int, message_id: int) -> None:
        self._messages.remove(self._channel(channel_id), message_id)

    def delete_role(self, guild_id: int, role_id: int) -> None:
        guild = self._world.guilds[guild_id]
        del guild.roles[role_id]
        for member in guild.members.values():
            member.role_ids = [each for each in member.role_ids if each != role_id]
        told = {"guild_id": str(guild_id), "role_id": str(role_id)}
        self._world.emit("GUILD_ROLE_DELETE", told, guild_id)

    def _channel(self, channel_id: int) -> Channel:
        return next(each for each in self._world.channels() if each.id == channel_id)
