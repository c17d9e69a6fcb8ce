"""What members are called here. The bot keeps no names; Discord is asked when one is shown."""

from __future__ import annotations

from collections.abc import Iterable

import discord
import structlog

from bot.domain.cleaning import tidy
from bot.texts import text

log = structlog.get_logger(__name__)

# Discord looks up no more at once.
AT_ONCE = 100


async def names(guild: discord.Guild | None, member_ids: Iterable[int]) -> dict[int, str]:
    """The members' names in this guild, also of those who have left."""
    wanted = list(dict.fromkeys(member_ids))
    if guild is None:
        return dict.fromkeys(wanted, text("door.nameless"))
    unknown = [each for each in wanted if guild.get_member(each) is None]
    for start in range(0, len(unknown), AT_ONCE):
        some = unknown[start : start + AT_ONCE]
        try:
            await guild.query_members(user_ids=some, limit=AT_ONCE, cache=True)
        except TimeoutError:
            log.warning("names not told", guild=guild.id, how_many=len(some))
    found = {each: guild.get_member(each) for each in wanted}
    return {
        each: text("door.nameless") if member is None else called(member)
        for each, member in found.items()
    }


def called(member: discord.Member) -> str:
    """A member's name here; where that cannot be seen, the one nobody else has."""
    return tidy(member.display_name) or member.name
