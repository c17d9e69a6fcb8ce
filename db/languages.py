"""The languages in which members use Discord."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema import events
from db.schema_language import languages
from db.upsert import upsert

# Asked for at every tap and every message, so they are put together once.
_GET = sa.select(languages.c.locale).where(
    languages.c.guild_id == sa.bindparam("guild"), languages.c.member_id == sa.bindparam("member")
)
_NEWEST_ORGANISER = (
    sa.select(events.c.organiser_id)
    .where(events.c.guild_id == sa.bindparam("guild"))
    .order_by(events.c.id.desc())
    .limit(1)
)


async def get(conn: AsyncConnection, guild_id: int, member_id: int) -> str | None:
    """A member's, as Discord names it; None where it is their guild's, or not known."""
    found: str | None = await conn.scalar(_GET, {"guild": guild_id, "member": member_id})
    return found


async def of_organiser(conn: AsyncConnection, guild_id: int) -> str | None:
    """That of whoever set up the newest of a guild's tweetups."""
    organiser = await conn.scalar(_NEWEST_ORGANISER, {"guild": guild_id})
    return None if organiser is None else await get(conn, guild_id, organiser)


async def put(conn: AsyncConnection, guild_id: int, member_id: int, locale: str) -> None:
    row = {"guild_id": guild_id, "member_id": member_id, "locale": locale}
    await upsert(conn, languages, [row], lambda new: {"locale": new.locale})


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(languages).where(_is(guild_id, member_id)))


def _is(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (languages.c.guild_id == guild_id) & (languages.c.member_id == member_id)
