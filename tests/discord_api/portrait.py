"""How the whole world stands, in JSON, to look at and to compare."""

from __future__ import annotations

from tests.discord_api import payloads
from tests.discord_api.answers import CHOICES
from tests.discord_api.model import Channel, Guild, Interaction, Json, Message
from tests.discord_api.world import World


def portrait(world: World) -> Json:
    return {
        "version": world.version,
        "guilds": [_guild(each) for each in world.guilds.values()],
        "direct": {
            channel.recipient.name: _messages(channel)
            for channel in world.direct.values()
            if channel.recipient is not None
        },
        "commands": [each["name"] for each in world.commands],
    }


def _guild(guild: Guild) -> Json:
    return {
        "id": guild.id,
        "name": guild.name,
        "members": {
            member.user.name: [guild.roles[each].name for each in member.role_ids]
            for member in guild.members.values()
        },
        "channels": [_channel(guild, each) for each in guild.channels.values()],
        "events": [payloads.scheduled_event(each) for each in guild.events.values()],
    }


def _channel(guild: Guild, channel: Channel) -> Json:
    told: Json = {"id": channel.id, "kind": channel.kind, "name": channel.name}
    if channel.thread is not None:
        told["inside"] = channel.thread.parent_id
        members = [guild.members.get(each) for each in channel.thread.members]
        told["members"] = [member.user.name for member in members if member is not None]
    return told | {"messages": _messages(channel)}


def _messages(channel: Channel) -> list[Json]:
    """Oldest first."""
    return [message(each) for _, each in sorted(channel.messages.items())]


def message(found: Message) -> Json:
    return payloads.message(found, nonce=found.nonce)


def interaction(found: Interaction) -> Json:
    """What the person who acted sees of it, and the token with which it is answered."""
    seen = [found.original] if found.original is not None else []
    return {
        "id": found.id,
        "token": found.token,
        "is_done": found.is_done,
        "callback": found.callback,
        "modal": found.modal,
        "choices": found.choices if found.callback == CHOICES else None,
        "messages": [message(each) for each in [*seen, *found.later]],
    }
