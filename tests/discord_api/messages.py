"""Messages in channels, threads and direct channels."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from tests.discord_api import payloads
from tests.discord_api.call import Call, Route
from tests.discord_api.compose import write
from tests.discord_api.errors import (
    Refused,
    invalid,
    missing_access,
    missing_permissions,
    unknown_message,
)
from tests.discord_api.model import Channel, Json, Message
from tests.discord_api.payloads import Told
from tests.discord_api.world import World

# Discord says that a nonce is known for "the past few minutes".
NONCE_KNOWN_FOR = timedelta(minutes=5)
_CHANNEL = "/channels/{channel_id}/messages"
_MESSAGE = f"{_CHANNEL}/{{message_id}}"


class Messages:
    def __init__(self, world: World) -> None:
        self._world = world
        self._nonces: dict[tuple[int, str], Message] = {}

    def routes(self) -> list[Route]:
        return [
            Route("GET", _CHANNEL, self.history),
            Route("POST", _CHANNEL, self.send),
            Route("PATCH", _MESSAGE, self.edit),
            Route("DELETE", _MESSAGE, self.delete),
        ]

    def history(self, call: Call) -> Told:
        """Newest first; nothing at all to a bot that may not read it."""
        channel = self._world.channel(call.id("channel_id"))
        limit = int(call.query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        if not self._world.can(channel, "read_message_history"):
            return []
        found = self._range(sorted(channel.messages), call, limit)
        return [payloads.message(channel.messages[each]) for each in found]

    def _range(self, ids: list[int], call: Call, limit: int) -> list[int]:
        if "after" in call.query:
            found = list(islice((i for i in ids if i > int(call.query["after"])), limit))
        elif "around" in call.query:
            middle, half = int(call.query["around"]), limit // 2
            earlier = [each for each in ids if each < middle]
            later = [each for each in ids if each >= middle]
            found = earlier[len(earlier) - min(half, len(earlier)) :] + later[: limit - half]
        else:
            before = int(call.query.get("before", str(1 << 64)))
            found = [each for each in ids if each < before][-limit:]
        return found[::-1]

    def send(self, call: Call) -> Told:
        channel = self._world.channel(call.id("channel_id"))
        body: Json = call.body or {}
        self._require_sending(channel, body)
        nonce = body.get("nonce")
        if nonce is not None and len(str(nonce)) > 25:
            raise invalid("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
        known = self._nonces.get((channel.id, str(nonce)))
        if body.get("enforce_nonce") and known is not None and self._is_recent(known):
            # What was deleted since is not made anew, on purpose: discord-api-docs, pull 6647.
            return payloads.message(self._world.message(channel, known.id), nonce=nonce)
        message = Message(
            self._world.time.next_id(), channel.id, self._world.bot, self._world.time.stamp
        )
        message.answers = self._answered(channel, body)
        write(self._world, message, call)
        message.nonce = None if nonce is None else str(nonce)
        if message.nonce is not None:
            self._nonces[channel.id, message.nonce] = message
        channel.messages[message.id] = message
        self._tell("MESSAGE_CREATE", channel, payloads.message(message))
        return payloads.message(message, nonce=nonce)

    def edit(self, call: Call) -> Told:
        channel = self._world.channel(call.id("channel_id"))
        message = self._world.message(channel, call.id("message_id"))
        if message.author is not self._world.bot:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        write(self._world, message, call)
        message.edited_at = self._world.time.stamp
        self._tell("MESSAGE_UPDATE", channel, payloads.message(message))
        return payloads.message(message)

    def delete(self, call: Call) -> Told:
        channel = self._world.channel(call.id("channel_id"))
        message = self._world.message(channel, call.id("message_id"))
        if message.author is not self._world.bot:
            self._world.require(channel, "manage_messages")
        self.remove(channel, message.id)
        return None

    def remove(self, channel: Channel, message_id: int) -> None:
        """Whoever takes it away. Raises Refused (404) where it is gone already."""
        if channel.messages.pop(message_id, None) is None:
            raise unknown_message()
        self._tell("MESSAGE_DELETE", channel, {"id": str(message_id)})

    def _require_sending(self, channel: Channel, body: Json) -> None:
        if channel.recipient is not None:
            if not channel.recipient.takes_messages:
                raise Refused(403, 50007, "Cannot send messages to this user")
            if not self._shares_guild(channel.recipient.id):
                raise Refused(
                    403, 50278, "Cannot send messages to this user due to having no mutual guilds"
                )
            return
        speaking = "send_messages" if channel.thread is None else "send_messages_in_threads"
        self._world.require(channel, speaking)
        if body.get("embeds"):
            self._world.require(channel, "embed_links")
        if body.get("attachments"):
            self._world.require(channel, "attach_files")

    def _shares_guild(self, user_id: int) -> bool:
        return any(
            user_id in guild.members and self._world.bot.id in guild.members
            for guild in self._world.guilds.values()
        )

    def _answered(self, channel: Channel, body: Json) -> int | None:
        reference = body.get("message_reference")
        if reference is None:
            return None
        if not self._world.can(channel, "read_message_history"):
            raise missing_permissions()
        answered = int(reference["message_id"])
        if int(reference.get("channel_id", channel.id)) != channel.id:
            raise missing_access()
        if answered in channel.messages:
            return answered
        if reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None

    def _is_recent(self, message: Message) -> bool:
        sent = message.sent_at
        return sent >= (self._world.time.now - NONCE_KNOWN_FOR).isoformat()

    def _tell(self, event: str, channel: Channel, data: Json) -> None:
        data = data | {"channel_id": str(channel.id)}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        self._world.emit(event, data, channel.guild_id)
