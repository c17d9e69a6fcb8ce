"""Members who want nothing of one another. Nobody is ever told.

Whom somebody blocked is kept as a hash alone, under a random key that each guild has of its own:
it can be compared with members who are at hand, and names nobody who was forgotten.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import blake2b

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.interactions import ordered
from db.lookup import rows_of
from db.schema_introductions import block_keys, blocks
from db.upsert import add_missing

_KEY_BYTES = 32
_HASH_BYTES = 16


async def add(
    conn: AsyncConnection, guild_id: int, member_id: int, other_member_id: int, now: datetime
) -> None:
    """Note that a member wants nothing of another; one that is noted stays as it is."""
    new = secrets.token_hex(_KEY_BYTES)
    await add_missing(conn, block_keys, [{"guild_id": guild_id, "key": new}])
    blocked = _hash(await _key(conn, guild_id) or new, other_member_id)
    row = {"guild_id": guild_id, "member_id": member_id, "blocked": blocked, "blocked_at": now}
    await add_missing(conn, blocks, [row])


async def remove(
    conn: AsyncConnection, guild_id: int, member_id: int, other_member_id: int
) -> bool:
    """Take a member's own block back; False where there was none."""
    key = await _key(conn, guild_id)
    if key is None:
        return False
    own = _of(guild_id, member_id) & (blocks.c.blocked == _hash(key, other_member_id))
    return (await conn.execute(sa.delete(blocks).where(own))).rowcount == 1


async def among(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> set[tuple[int, int]]:
    """The pairs of these members, as (lower id, higher id), of whom either blocked the other."""
    query = sa.select(blocks.c.member_id, blocks.c.blocked).where(blocks.c.guild_id == guild_id)
    found = await rows_of(conn, query, blocks.c.member_id, member_ids)
    key = await _key(conn, guild_id) if found else None
    if key is None:
        return set()
    by_hash = {_hash(key, member_id): member_id for member_id in member_ids}
    return {ordered(row.member_id, by_hash[row.blocked]) for row in found if row.blocked in by_hash}


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> int:
    """How many others a member blocked; whom cannot be told from what is kept."""
    query = sa.select(sa.func.count()).select_from(blocks).where(_of(guild_id, member_id))
    return int(await conn.scalar(query) or 0)


async def remove_all(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase a member's own blocks. Those of others who blocked them stay."""
    await conn.execute(sa.delete(blocks).where(_of(guild_id, member_id)))


async def _key(conn: AsyncConnection, guild_id: int) -> str | None:
    query = sa.select(block_keys.c.key).where(block_keys.c.guild_id == guild_id)
    found: str | None = await conn.scalar(query)
    return found


def _of(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (blocks.c.guild_id == guild_id) & (blocks.c.member_id == member_id)


def _hash(key: str, member_id: int) -> str:
    told = member_id.to_bytes(8, "big")
    return blake2b(told, key=bytes.fromhex(key), digest_size=_HASH_BYTES).hexdigest()
