"""Who is still in a server, asked of Discord without a privileged intent."""

from __future__ import annotations

from collections.abc import Collection

import discord

from bot.errors import TryLater
from cogs.refusals import UNKNOWN_MEMBER

# Discord tells of as many members at a time.
AT_ONCE = 100


class DiscordPresence:
    """Tells of members through the port Presence."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def gone(self, guild_id: int, member_ids: Collection[int]) -> set[int]:
        """Who the gateway does not find is asked for once more: a place hangs on it."""
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            raise TryLater(detail="the server is not there now")
        asked, gone = sorted(member_ids), set()
        try:
            for start in range(0, len(asked), AT_ONCE):
                some = asked[start : start + AT_ONCE]
                found = await guild.query_members(user_ids=some, limit=AT_ONCE, cache=False)
                for member_id in set(some) - {member.id for member in found}:
                    if not await _is_member(guild, member_id):
                        gone.add(member_id)
        except (TimeoutError, discord.DiscordException, OSError) as error:
            raise TryLater(detail=repr(error)) from error
        return gone


async def _is_member(guild: discord.Guild, member_id: int) -> bool:
    try:
        await guild.fetch_member(member_id)
    except discord.NotFound as error:
        if error.code not in UNKNOWN_MEMBER:
            raise
        return False
    return True
