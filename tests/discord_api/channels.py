"""Channels, threads and who is in them."""

from __future__ import annotations

from tests.discord_api import payloads
from tests.discord_api.call import Call, Route
from tests.discord_api.errors import Refused, invalid, unknown, unknown_channel
from tests.discord_api.model import (
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    THREADS,
    Channel,
    Json,
    ThreadState,
)
from tests.discord_api.payloads import Told
from tests.discord_api.world import World

_ONE = "/channels/{channel_id}"
_THREAD_MEMBER = f"{_ONE}/thread-members/{{user_id}}"
_ARCHIVED_AFTER = (60, 1_440, 4_320, 10_080)


class Channels:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            Route("GET", _ONE, self.read),
            Route("PATCH", _ONE, self.rename),
            Route("DELETE", _ONE, self.delete),
            Route("POST", f"{_ONE}/threads", self.open_thread, 201),
            Route(
                "POST", f"{_ONE}/messages/{{message_id}}/threads", self.open_thread_on_message, 201
            ),
            Route("PUT", _THREAD_MEMBER, self.admit),
            Route("DELETE", _THREAD_MEMBER, self.dismiss),
            Route("POST", "/users/@me/channels", self.open_direct),
            Route("GET", "/guilds/{guild_id}/threads/active", self.active_threads),
        ]

    def read(self, call: Call) -> Told:
        return payloads.channel(self._world.channel(call.id("channel_id")))

    def rename(self, call: Call) -> Told:
        """Of all that can be changed about a channel, the name of a thread."""
        channel = self._world.channel(call.id("channel_id"))
        if channel.thread is None or set(call.body) != {"name"}:
            raise invalid("name", "UNSUPPORTED", "Only a thread's name can be changed here.")
        if channel.thread.owner_id != self._world.bot.id:
            self._world.require(channel, "manage_threads")
        channel.name = _name(call.body)
        self._world.emit("THREAD_UPDATE", payloads.channel(channel), channel.guild_id)
        return payloads.channel(channel)

    def delete(self, call: Call) -> Told:
        channel = self._world.channel(call.id("channel_id"))
        needed = "manage_channels" if channel.thread is None else "manage_threads"
        self._world.require(channel, needed)
        told = payloads.channel(channel)
        self.remove(channel)
        return told

    def remove(self, channel: Channel) -> None:
        """Whoever deletes it. The threads of a channel go with it."""
        if channel.guild_id is None:
            raise unknown_channel()
        channels = self._world.guilds[channel.guild_id].channels
        told = payloads.channel(channel)
        for each in list(channels.values()):
            if each.thread is not None and each.thread.parent_id == channel.id:
                del channels[each.id]
        del channels[channel.id]
        if channel.thread is None:
            self._world.emit("CHANNEL_DELETE", told, channel.guild_id)
            return
        few = {name: told[name] for name in ("id", "guild_id", "parent_id", "type")}
        self._world.emit("THREAD_DELETE", few, channel.guild_id)

    def open_thread(self, call: Call) -> Told:
        kind = call.body.get("type", PRIVATE_THREAD)
        if kind not in THREADS:
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {11, 12}.")
        parent = self._parent(call, kind)
        thread = self._opened(parent, self._world.time.next_id(), kind, call.body)
        return payloads.channel(thread)

    def open_thread_on_message(self, call: Call) -> Told:
        parent = self._parent(call, PUBLIC_THREAD)
        message = self._world.message(parent, call.id("message_id"))
        if any(each.id == message.id for each in self._world.channels()):
            raise Refused(400, 160004, "A thread has already been created for this message")
        thread = self._opened(parent, message.id, PUBLIC_THREAD, call.body)
        return payloads.channel(thread)

    def admit(self, call: Call) -> Told:
        thread, user_id = self._thread(call), call.id("user_id")
        self._world.require(thread, "send_messages_in_threads")
        guild = self._world.guild(thread.guild_id or 0)
        self._world.member(guild, user_id)
        if thread.thread is not None:
            thread.thread.members.setdefault(user_id, self._world.time.stamp)
        self._world.touch()
        return None

    def dismiss(self, call: Call) -> Told:
        thread, user_id = self._thread(call), call.id("user_id")
        self._world.require(thread, "manage_threads")
        if thread.thread is None or thread.thread.members.pop(user_id, None) is None:
            raise unknown("Member", 10007)
        self._world.touch()
        return None

    def open_direct(self, call: Call) -> Told:
        user = self._world.user(int(call.body["recipient_id"]))
        if user.is_bot:
            raise Refused(403, 50007, "Cannot send messages to this user")
        return payloads.channel(self._world.direct_with(user))

    def active_threads(self, call: Call) -> Told:
        guild = self._world.guild(call.id("guild_id"))
        found = [
            each
            for each in guild.channels.values()
            if each.thread is not None and self._world.can(each, "view_channel")
        ]
        own = self._world.bot.id
        return {
            "threads": [payloads.channel(each) for each in found],
            "members": [
                payloads.thread_member(each, own)
                for each in found
                if each.thread is not None and own in each.thread.members
            ],
            "has_more": False,
        }

    def _parent(self, call: Call, kind: int) -> Channel:
        parent = self._world.channel(call.id("channel_id"))
        if parent.guild_id is None or parent.thread is not None:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        private = kind == PRIVATE_THREAD
        self._world.require(
            parent, "create_private_threads" if private else "create_public_threads"
        )
        return parent

    def _opened(self, parent: Channel, thread_id: int, kind: int, body: Json) -> Channel:
        minutes = body.get("auto_archive_duration") or _ARCHIVED_AFTER[1]
        if minutes not in _ARCHIVED_AFTER:
            raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", "Not a duration.")
        stamp, owner = self._world.time.stamp, self._world.bot.id
        invitable = bool(body.get("invitable", True))
        state = ThreadState(parent.id, owner, stamp, minutes, invitable, {owner: stamp})
        thread = Channel(thread_id, kind, _name(body), parent.guild_id, thread=state)
        self._world.guilds[parent.guild_id or 0].channels[thread.id] = thread
        told = payloads.channel(thread) | {"newly_created": True}
        self._world.emit("THREAD_CREATE", told, thread.guild_id)
        return thread

    def _thread(self, call: Call) -> Channel:
        channel = self._world.channel(call.id("channel_id"))
        if channel.thread is None:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        return channel


def _name(body: Json) -> str:
    name = str(body["name"])
    if not 1 <= len(name) <= 100:
        raise invalid("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    return name
