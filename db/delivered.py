"""What is kept of messages that were sent, and how it goes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import OF_INTRODUCTIONS
from db.schema import deliveries

# What is taken from somebody is still to be known of until it was.
OF_SOMEBODY = deliveries.c.kind.in_(("role", "hello", "introduction_exit"))
_SETTLED = deliveries.c.state.in_(("sent", "removed", "failed"))


async def forget_member(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase what was or would be said to a member of a guild, or about them by name.

    A role that is still to be taken from them, and their greeting that is still to be taken from
    others, are erased once they were.
    """
    theirs = deliveries.c.member_id == member_id
    about_them = deliveries.c.about["member"].as_string() == str(member_id)
    to_take = OF_SOMEBODY & ~deliveries.c.wanted
    await conn.execute(
        sa.delete(deliveries).where(
            deliveries.c.guild_id == guild_id, theirs | about_them, ~to_take
        )
    )


async def forget_of_event(conn: AsyncConnection, event_id: int) -> None:
    """Erase who was told what of an event. What introduces people can still be taken away."""
    by_name = deliveries.c.about["member"].as_string().is_not(None)
    told = deliveries.c.member_id.is_not(None) | by_name
    await conn.execute(
        sa.delete(deliveries).where(
            deliveries.c.event_id == event_id,
            told & _SETTLED,
            deliveries.c.kind.not_in((*OF_INTRODUCTIONS, "role")),
        )
    )
