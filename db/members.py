"""What members agreed to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Literal, Unpack

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.members import Consents, Given, Where, Which
from db.lookup import rows_of
from db.schema import events, members, rsvps
from db.upsert import upsert

_CONSENTS = [field.name for field in fields(Consents)]


async def consents(conn: AsyncConnection, guild_id: int, member_id: int) -> Consents:
    found = await consents_of(conn, guild_id, (member_id,))
    return found.get(member_id, Consents())


async def consents_of(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> dict[int, Consents]:
    """What each of the members agreed to; who was never asked is left out."""
    query = sa.select(members).where(members.c.guild_id == guild_id)
    return {
        row.member_id: Consents(**{name: row._mapping[name] for name in _CONSENTS})
        for row in await rows_of(conn, query, members.c.member_id, member_ids)
    }


async def is_known(conn: AsyncConnection, guild_id: int, member_id: int) -> bool:
    """Whether somebody was asked what they agree to in that guild, or answered an event there."""
    asked = sa.select(members.c.member_id).where(_is(guild_id, member_id))
    answered = (
        sa.select(rsvps.c.member_id)
        .join(events, events.c.id == rsvps.c.event_id)
        .where(events.c.guild_id == guild_id, rsvps.c.member_id == member_id)
    )
    return bool(await conn.scalar(sa.select(asked.exists() | answered.exists())))


async def set_consents(
    conn: AsyncConnection,
    guild_id: int,
    *member_ids: int,
    **given: Unpack[Given],
) -> None:
    """Note what members agree to or no longer do; None leaves that consent as it is."""
    await upsert(
        conn,
        members,
        [{"guild_id": guild_id, "member_id": each} | given for each in member_ids],
        lambda new: {name: sa.func.coalesce(new[name], members.c[name]) for name in given},
    )


async def agreed(
    conn: AsyncConnection,
    guild_id: int,
    member_ids: Collection[int],
    what: Literal["introductions", "listed", "drawn", "followed", "messaged"],
) -> set[int]:
    """Those of the members who agreed to `what` in so many words."""
    query = sa.select(members.c.member_id).where(
        members.c.guild_id == guild_id, members.c[what].is_(True)
    )
    return {row.member_id for row in await rows_of(conn, query, members.c.member_id, member_ids)}


async def written_to(conn: AsyncConnection, guild_id: int, member_ids: Collection[int]) -> set[int]:
    """Those of the members to whom news of tweetups and places goes by message."""
    found = await consents_of(conn, guild_id, member_ids)
    return {member_id for member_id, given in found.items() if given.written_to}


async def reminded(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int], where: Where
) -> dict[int, Which]:
    """Those of the members who chose to be reminded there, and of which reminders."""
    query = sa.select(members.c.member_id, members.c.remind_which).where(
        members.c.guild_id == guild_id, members.c.remind_where == where
    )
    found = await rows_of(conn, query, members.c.member_id, member_ids)
    return {row.member_id: row.remind_which or "all" for row in found}


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase the member's consents; they count as never asked."""
    await conn.execute(sa.delete(members).where(_is(guild_id, member_id)))


def _is(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (members.c.guild_id == guild_id) & (members.c.member_id == member_id)
