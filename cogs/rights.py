"""What the bot may do in a guild, as Discord keeps us told of it."""

from __future__ import annotations

from collections.abc import Collection

import discord

from bot.domain.permissions import FOR_ROLES, INVITED, GuildRights


class DiscordRights:
    """The port Rights, for a bot that is online."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def of(self, guild_id: int) -> GuildRights | None:
        guild = self._bot.get_guild(guild_id)
        return None if guild is None else rights_in(guild, guild.me, guild.text_channels)


def rights_in(
    guild: discord.Guild, me: discord.Member, channels: Collection[discord.abc.GuildChannel]
) -> GuildRights:
    """`me` is the bot there. Channels that hold no tweetup are left out."""
    # An announcement channel is a TextChannel too, but holds no private threads.
    fitting = [c for c in channels if isinstance(c, discord.TextChannel) and not c.is_news()]
    return GuildRights(
        held=_names(me.guild_permissions),
        channels={each.id: _names(each.permissions_for(me)) for each in fitting},
        names={each.id: each.name for each in fitting},
        roles={role.id: _can_give(me, role) for role in guild.roles},
    )


def _can_give(me: discord.Member, role: discord.Role) -> bool:
    return role < me.top_role and not role.managed and not role.is_default()


def _names(permissions: discord.Permissions) -> frozenset[str]:
    """Of those the bot may need: discord.py has some names twice, and lists one of the two."""
    return frozenset(each for each in (*INVITED, *FOR_ROLES) if getattr(permissions, each))
