"""Who may do what, by Discord's rules: https://discord.com/developers/docs/topics/permissions"""

from __future__ import annotations

from tests.discord_api.model import Channel, Guild, Member

BITS = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31,
    "manage_events": 1 << 33,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "create_events": 1 << 44,
}
EVERYTHING = (1 << 53) - 1


def bits(*names: str) -> int:
    """Raises KeyError for a name that is none of `BITS`."""
    return sum(BITS[name] for name in set(names))


def in_guild(guild: Guild, member: Member) -> int:
    held = guild.roles[guild.id].permissions
    for role_id in member.role_ids:
        held |= guild.roles[role_id].permissions
    if member.user is guild.owner or held & BITS["administrator"]:
        return EVERYTHING
    return held


def in_channel(guild: Guild, member: Member, channel: Channel) -> int:
    """Threads have the permissions of their parent, and none once that is gone."""
    held = in_guild(guild, member)
    if held == EVERYTHING:
        return held
    if channel.thread is not None:
        parent = guild.channels.get(channel.thread.parent_id)
        return in_channel(guild, member, parent) if parent is not None else 0
    held = _overwritten(held, [channel.overwrites.get(guild.id, (0, 0))])
    held = _overwritten(
        held, [channel.overwrites[each] for each in member.role_ids if each in channel.overwrites]
    )
    held = _overwritten(held, [channel.overwrites.get(member.user.id, (0, 0))])
    return held if held & BITS["view_channel"] else 0


def highest(guild: Guild, member: Member) -> int:
    """The position of the member's highest role."""
    return max((guild.roles[each].position for each in member.role_ids), default=0)


def _overwritten(held: int, overwrites: list[tuple[int, int]]) -> int:
    allowed = denied = 0
    for allow, deny in overwrites:
        allowed |= allow
        denied |= deny
    return held & ~denied | allowed
