"""What the bot needs to be allowed in Discord, by the names Discord's own list has for it.

https://discord.com/developers/docs/topics/permissions
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

IN_CHANNEL = (
    "view_channel",
    "send_messages",
    "embed_links",
    "read_message_history",
    "create_private_threads",
    "send_messages_in_threads",
    "manage_threads",
)
IN_GUILD = ("create_events",)
TO_ASK = ("view_channel", "send_messages", "embed_links", "read_message_history")
# Besides those, for the threads of tweet chats.
FOR_CHATS = ("create_public_threads",)
# Besides those, for pictures that all in the channel see; answers to a command need nothing.
FOR_PICTURES = ("attach_files",)
# Only where attendees are to be given a role.
FOR_ROLES = ("manage_roles",)
# What the link asks for with which the bot is invited.
INVITED = (*IN_CHANNEL, *FOR_CHATS, *FOR_PICTURES, *IN_GUILD)


@dataclass(frozen=True, slots=True)
class GuildRights:
    """What the bot may do in a guild.

    `channels` are those a tweetup can be held in, by id, with what the bot may do in each; `names`
    are what they are called. `roles` tells of each role whether it stands below the bot's own, so
    that the bot could give it.
    """

    held: frozenset[str]
    channels: Mapping[int, frozenset[str]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, bool] = field(default_factory=dict)

    def missing(self, channel_id: int, needed: Collection[str]) -> tuple[str, ...]:
        """Those of the permissions that the bot lacks in a channel it knows."""
        return lacking(needed, self.channels[channel_id])


def lacking(needed: Collection[str], held: Collection[str]) -> tuple[str, ...]:
    """Those that are needed and not held, in the order they are needed in."""
    return tuple(name for name in needed if name not in held)
