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


async def test_what_is_read_twice_a_day_is_new_once(conn: AsyncConnection) -> None:
    assert await reads.record(conn, TODAY, "post", [1, 2, 2, LARGEST], 5_000) == {1, 2, LARGEST}
    assert await reads.record(conn, TODAY, "post", [2, 3], 5_000) == {3}
    assert await reads.record(conn, TODAY, "post", [1, 2, 3], 5_000) == set()


async def test_on_another_day_or_of_another_kind_it_is_new_again(conn: AsyncConnection) -> None:
    await reads.record(conn, TODAY, "post", [1], 5_000)
    assert await reads.record(conn, TODAY, "user", [1], 10_000) == {1}
    assert await reads.record(conn, TOMORROW, "post", {1}, 5_000) == {1}
    assert await reads.record(conn, TOMORROW, "user", (), 10_000) == set()
