from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from db import cursors, reads
from tests.db.rows import LARGEST, NOW

TODAY, TOMORROW = date(2026, 1, 8), date(2026, 1, 9)


async def test_each_source_has_its_own_cursor(conn: AsyncConnection) -> None:
    assert await cursors.get(conn, "search") is None
    await cursors.move(conn, "search", "10", NOW)
    await cursors.move(conn, "archive", "page-2", NOW)
    assert await cursors.get(conn, "search") == "10"
    assert await cursors.get(conn, "archive") == "page-2"


@pytest.mark.parametrize(
    ("first", "then", "stands_at"),
    [
        ("9", "10", "10"),
        ("10", "9", "10"),
        ("10", "10", "10"),
        ("19", "20", "20"),
        ("1999999999999999999", "2000000000000000000", "2000000000000000000"),
        ("b", "a", "a"),
    ],
)
async def test_a_number_never_moves_back(
    conn: AsyncConnection, first: str, then: str, stands_at: str
) -> None:
    await cursors.move(conn, "search", first, NOW)
    await cursors.move(conn, "search", then, NOW)
    assert await cursors.get(conn, "search") == stands_at


async def test_what_is_read_twice_a_day_is_paid_once(conn: AsyncConnection) -> None:
    await reads.record(conn, TODAY, "post", [1, 2, LARGEST], 5_000)
    await reads.record(conn, TODAY, "post", [2, 3], 5_000)
    assert await reads.spent(conn, TODAY) == 4 * 5_000


async def test_another_day_or_kind_is_paid_again(conn: AsyncConnection) -> None:
    assert await reads.spent(conn, TODAY) == 0
    await reads.record(conn, TODAY, "post", [1], 5_000)
    await reads.record(conn, TODAY, "user", [1], 10_000)
    await reads.record(conn, TOMORROW, "post", {1}, 5_000)
    await reads.record(conn, TOMORROW, "user", (), 10_000)
    assert await reads.spent(conn, TODAY) == 20_000
    assert await reads.spent(conn, TOMORROW) == 5_000
