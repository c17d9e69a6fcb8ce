from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from db import contexts
from tests.db.rows import HOUR, LARGEST, NOW


async def test_what_was_asked_for_first_is_looked_up_first(conn: AsyncConnection) -> None:
    await contexts.want(conn, [3], NOW + HOUR)
    await contexts.want(conn, [LARGEST, 1], NOW)
    await contexts.want(conn, [], NOW)
    assert await contexts.wanted(conn, 10) == [1, LARGEST, 3]
    assert await contexts.wanted(conn, 2) == [1, LARGEST]
    assert await contexts.oldest_wish(conn) == NOW
    assert await contexts.wanted_among(conn, [2, 3]) == {3}


async def test_nothing_is_asked_for_twice(conn: AsyncConnection) -> None:
    await contexts.want(conn, [1, 2, 3], NOW)
    await contexts.fetched(conn, [1, 9])
    await contexts.unavailable(conn, [2, 7], NOW)
    assert await contexts.give_up(conn, NOW) == 1
    await contexts.want(conn, [1, 2, 3, 7], NOW + HOUR)
    assert await contexts.wanted(conn, 10) == []
    assert await contexts.oldest_wish(conn) is None
    assert await contexts.unavailable_among(conn, range(10)) == {2, 7}


async def test_only_what_waited_long_enough_is_given_up(conn: AsyncConnection) -> None:
    await contexts.want(conn, [1], NOW)
    await contexts.want(conn, [2], NOW + HOUR)
    assert await contexts.give_up(conn, NOW + HOUR / 2) == 1
    assert await contexts.wanted(conn, 10) == [2]


async def test_what_turns_up_after_all_is_there(conn: AsyncConnection) -> None:
    await contexts.unavailable(conn, [1], NOW)
    await contexts.fetched(conn, [1])
    assert await contexts.unavailable_among(conn, [1]) == set()
