from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import blocks
from db.schema_introductions import block_keys
from db.schema_introductions import blocks as table
from tests.db.rows import GUILD, HOUR, LARGEST, NOW


async def test_either_of_a_pair_may_have_blocked_the_other(conn: AsyncConnection) -> None:
    await blocks.add(conn, GUILD, 5, 3, NOW)
    await blocks.add(conn, GUILD, 3, LARGEST, NOW)
    await blocks.add(conn, GUILD, 5, 9, NOW)
    assert await blocks.among(conn, GUILD, {3, 5, LARGEST}) == {(3, 5), (3, LARGEST)}
    assert await blocks.among(conn, GUILD, {5, LARGEST}) == set()
    assert await blocks.among(conn, GUILD, set()) == set()


async def test_a_block_counts_once_and_in_its_guild(conn: AsyncConnection) -> None:
    await blocks.add(conn, GUILD, 1, 2, NOW)
    await blocks.add(conn, GUILD, 1, 2, NOW + HOUR)
    assert await blocks.of_member(conn, GUILD, 1) == 1
    assert await blocks.of_member(conn, GUILD, 2) == 0
    assert await blocks.among(conn, GUILD + 1, {1, 2}) == set()


async def test_a_block_can_be_taken_back_by_who_made_it(conn: AsyncConnection) -> None:
    assert not await blocks.remove(conn, GUILD, 1, 2)
    await blocks.add(conn, GUILD, 1, 2, NOW)
    assert not await blocks.remove(conn, GUILD, 2, 1)
    assert await blocks.remove(conn, GUILD, 1, 2)
    assert await blocks.among(conn, GUILD, {1, 2}) == set()


async def test_forgetting_leaves_the_blocks_of_others(conn: AsyncConnection) -> None:
    await blocks.add(conn, GUILD, 1, 2, NOW)
    await blocks.add(conn, GUILD, 2, 3, NOW)
    await blocks.add(conn, GUILD + 1, 2, 3, NOW)
    await blocks.remove_all(conn, GUILD, 2)
    assert await blocks.among(conn, GUILD, {1, 2, 3}) == {(1, 2)}
    assert await blocks.among(conn, GUILD + 1, {1, 2, 3}) == {(2, 3)}


async def test_whom_somebody_blocked_is_nowhere_and_differs_between_guilds(
    conn: AsyncConnection,
) -> None:
    other = 123_456_789_012_345_678
    for guild_id in (GUILD, GUILD + 1):
        await blocks.add(conn, guild_id, 1, other, NOW)
    rows = list(await conn.execute(sa.select(table)))
    keys = set(await conn.scalars(sa.select(block_keys.c.key)))
    assert str(other) not in str(rows)
    assert format(other, "x") not in str(rows)
    assert len({row.blocked for row in rows}) == len(keys) == 2
