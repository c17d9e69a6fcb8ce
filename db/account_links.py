"""Which X account a member says is theirs, and whether it is proved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.members import AccountLink
from db.lookup import rows_of
from db.schema import account_links
from db.upsert import upsert

_PROVED = account_links.c.proved_at.is_not(None)


async def save(conn: AsyncConnection, *links: AccountLink) -> None:
    """Store members' claims in place of any earlier ones."""
    await upsert(
        conn,
        account_links,
        [asdict(link) for link in links],
        lambda new: {
            name: new[name] for name in ("handle", "code", "expires_at", "person_id", "proved_at")
        },
    )


async def get(conn: AsyncConnection, guild_id: int, member_id: int) -> AccountLink | None:
    return (await of_members(conn, guild_id, (member_id,))).get(member_id)


async def of_members(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> dict[int, AccountLink]:
    """What each of the members claims; who claims nothing is left out."""
    query = sa.select(account_links).where(account_links.c.guild_id == guild_id)
    rows = await rows_of(conn, query, account_links.c.member_id, member_ids)
    return {row.member_id: _link(row) for row in rows}


async def codes_open(conn: AsyncConnection, now: datetime) -> dict[str, AccountLink]:
    """The claims that wait for a proof and have not expired, by their codes."""
    query = sa.select(account_links).where(~_PROVED, account_links.c.expires_at > now)
    return {row.code: _link(row) for row in await conn.execute(query)}


async def prove(
    conn: AsyncConnection, guild_id: int, member_id: int, person_id: int, handle: str, at: datetime
) -> bool:
    """Note that a member's claim is proved, by the X account's id and its handle as X writes it.

    False when another member of the guild has proved that account, or the claim is gone.
    """
    proof = (
        sa.update(account_links)
        .where(_is(guild_id, member_id))
        .values(person_id=person_id, handle=handle, proved_at=at)
    )
    try:
        async with conn.begin_nested():
            return (await conn.execute(proof)).rowcount == 1
    except IntegrityError:
        return False


async def people_of(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> dict[int, int]:
    """Who these members are on X, by the members' ids; only those who proved it."""
    query = sa.select(account_links.c.member_id, account_links.c.person_id).where(
        account_links.c.guild_id == guild_id, _PROVED
    )
    rows = await rows_of(conn, query, account_links.c.member_id, member_ids)
    return {row.member_id: row.person_id for row in rows}


async def remove(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(account_links).where(_is(guild_id, member_id)))


def _is(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (account_links.c.guild_id == guild_id) & (account_links.c.member_id == member_id)


def _link(row: sa.Row[Any]) -> AccountLink:
    return AccountLink(**row._mapping)
