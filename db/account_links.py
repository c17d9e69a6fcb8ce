"""Which X account a member says is theirs, and whether it is proved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.members import AccountLink, Proof
from bot.domain.posts import handle_key
from db.lookup import rows_of
from db.schema import account_links, people
from db.upsert import upsert

_PROVED = account_links.c.proved_at.is_not(None)
# People rename themselves: once the account is known, its handle is what X last called it.
_HANDLE = sa.func.coalesce(people.c.handle, account_links.c.handle)
_LINKS: sa.Select[Any] = sa.select(
    *(column for column in account_links.c if column.name != "handle"), _HANDLE.label("handle")
).select_from(account_links.outerjoin(people, people.c.id == account_links.c.person_id))
# Who was asked whether an account is theirs has something to answer, in time or not.
_TO_TELL = ~_PROVED & ~account_links.c.told_expired & account_links.c.seen_id.is_(None)
PENDING = sa.exists().where(_TO_TELL)
_KEY = {"guild_id", "member_id"}


async def save(conn: AsyncConnection, *links: AccountLink) -> None:
    """Store members' claims in place of any earlier ones."""
    await upsert(
        conn,
        account_links,
        [asdict(link) for link in links],
        lambda new: {
            column.name: new[column.name] for column in account_links.c if column.name not in _KEY
        },
    )


async def get(conn: AsyncConnection, guild_id: int, member_id: int) -> AccountLink | None:
    return (await of_members(conn, guild_id, (member_id,))).get(member_id)


async def of_members(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> dict[int, AccountLink]:
    """What each of the members claims; who claims nothing is left out."""
    query = _LINKS.where(account_links.c.guild_id == guild_id)
    rows = await rows_of(conn, query, account_links.c.member_id, member_ids)
    return {row.member_id: _link(row) for row in rows}


async def of_codes(conn: AsyncConnection, codes: Collection[str]) -> dict[str, AccountLink]:
    """The claims with these codes that are not proved, expired ones included."""
    rows = await rows_of(conn, _LINKS.where(~_PROVED), account_links.c.code, codes)
    return {row.code: _link(row) for row in rows}


async def of_handle(
    conn: AsyncConnection, guild_id: int, handle: str, *, proved: bool
) -> list[AccountLink]:
    """The proved links of a guild, or the claims, to the account of that handle."""
    query = _LINKS.where(
        account_links.c.guild_id == guild_id,
        _PROVED if proved else ~_PROVED,
        sa.func.lower(_HANDLE) == handle_key(handle),
    )
    found = await conn.execute(query.order_by(account_links.c.member_id))
    return [_link(row) for row in found]


async def expired(conn: AsyncConnection, before: datetime) -> list[AccountLink]:
    """The claims whose codes ran out by then, and whose members were not told."""
    query = _LINKS.where(_TO_TELL, account_links.c.expires_at <= before)
    return [_link(row) for row in await conn.execute(query.order_by(account_links.c.expires_at))]


async def next_expiry(conn: AsyncConnection) -> datetime | None:
    """When the first code runs out of which its member would still have to be told."""
    found: datetime | None = await conn.scalar(
        sa.select(sa.func.min(account_links.c.expires_at)).where(_TO_TELL)
    )
    return found


async def settle_expired(conn: AsyncConnection, link: AccountLink) -> bool:
    """Note that a member knows; False when the claim is proved, gone or another by now."""
    told = sa.update(account_links).where(account_links.c.code == link.code, _TO_TELL)
    return (await conn.execute(told.values(told_expired=True))).rowcount == 1


async def note_seen(conn: AsyncConnection, link: AccountLink, person_id: int) -> bool:
    """Note which account posted a claim's code under another handle; the first one counts."""
    first = sa.update(account_links).where(
        account_links.c.code == link.code, ~_PROVED, account_links.c.seen_id.is_(None)
    )
    return (await conn.execute(first.values(seen_id=person_id))).rowcount == 1


async def forget_seen(conn: AsyncConnection, link: AccountLink) -> None:
    own = sa.update(account_links).where(account_links.c.code == link.code)
    await conn.execute(own.values(seen_id=None))


async def prove(
    conn: AsyncConnection,
    guild_id: int,
    member_id: int,
    person_id: int,
    handle: str,
    at: datetime,
    *,
    how: Proof = "post",
    vouched_by: int | None = None,
) -> bool:
    """Note that a member's claim is proved, by the X account's id and its handle as X writes it.

    False when another member of the guild has proved that account, or the claim is gone.
    """
    proof = (
        sa.update(account_links)
        .where(_is(guild_id, member_id), ~_PROVED)
        .values(
            person_id=person_id,
            handle=handle,
            proved_at=at,
            how=how,
            vouched_by=vouched_by,
            seen_id=None,
        )
    )
    try:
        async with conn.begin_nested():
            return (await conn.execute(proof)).rowcount == 1
    except IntegrityError:
        return False


async def note_scored(conn: AsyncConnection, guild_id: int, member_id: int, at: datetime) -> None:
    """Note that a member's timeline was read for their scorecard."""
    own = sa.update(account_links).where(_is(guild_id, member_id))
    await conn.execute(own.values(scored_at=at))


async def people_of(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> dict[int, int]:
    """Who these members are on X, by the members' ids; only those who proved it."""
    query = sa.select(account_links.c.member_id, account_links.c.person_id).where(
        account_links.c.guild_id == guild_id, _PROVED
    )
    rows = await rows_of(conn, query, account_links.c.member_id, member_ids)
    return {row.member_id: row.person_id for row in rows}


async def vouched_for(conn: AsyncConnection, guild_id: int, member_id: int) -> int:
    """For how many members' accounts a member vouched as an organiser."""
    count = sa.select(sa.func.count()).select_from(account_links)
    found: int | None = await conn.scalar(count.where(_by(guild_id, member_id)))
    return found or 0


async def forget_voucher(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Forget that it was this member who vouched; what they vouched for holds."""
    theirs = sa.update(account_links).where(_by(guild_id, member_id))
    await conn.execute(theirs.values(vouched_by=None))


async def remove(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(account_links).where(_is(guild_id, member_id)))


def _is(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (account_links.c.guild_id == guild_id) & (account_links.c.member_id == member_id)


def _by(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (account_links.c.guild_id == guild_id) & (account_links.c.vouched_by == member_id)


def _link(row: sa.Row[Any]) -> AccountLink:
    return AccountLink(**row._mapping)
