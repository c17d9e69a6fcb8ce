"""Who is still in a guild, the bot included, asked of Discord without a privileged intent."""

from __future__ import annotations

from collections.abc import Collection

import discord

from bot.errors import TryLater
from cogs.refusals import NOT_THERE, UNKNOWN_MEMBER

# Discord tells of as many members at a time.
AT_ONCE = 100


class DiscordPresence:
    """Tells of members through the port Presence, and of the bot itself through OwnPresence."""

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

    async def absent(self, guild_ids: Collection[int]) -> set[int]:
        """Which guilds the gateway does not name are asked for once more: data hangs on it."""
        unnamed = [each for each in sorted(guild_ids) if self._bot.get_guild(each) is None]
        try:
            return {each for each in unnamed if not await self._is_in(each)}
        except (TimeoutError, discord.DiscordException, OSError) as error:
            raise TryLater(detail=repr(error)) from error

    async def _is_in(self, guild_id: int) -> bool:
        try:
            await self._bot.fetch_guild(guild_id, with_counts=False)
        except discord.HTTPException as error:
            if error.code not in NOT_THERE:
                raise
            return False
        return True


async def _is_member(guild: discord.Guild, member_id: int) -> bool:
    try:
        await guild.fetch_member(member_id)
    except discord.NotFound as error:
        if error.code not in UNKNOWN_MEMBER:
            raise
        return False
    return True
