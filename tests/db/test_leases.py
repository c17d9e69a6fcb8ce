from __future__ import annotations

import asyncio
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.leases import LASTS
from db import deliveries, leases, sending
from db.engine import Database
from db.schema_leases import leases as table
from db.sending import Sender
from tests.db.rows import NOW, a_notice

NOTHING_LEFT = timedelta(seconds=-1)


async def take(conn: AsyncConnection, token: str, lasts: timedelta = LASTS, name: str = "") -> bool:
    """By a process of that name, which otherwise is that of its token."""
    return await leases.take(conn, "work", name or token, token, lasts)


async def tokens(conn: AsyncConnection) -> list[str]:
    return [each.token for each in await leases.all_of_them(conn) if each.stands]


async def test_what_one_holds_another_takes_once_it_is_given_back(conn: AsyncConnection) -> None:
    ends = conn.dialect.name == "postgresql"
    assert await take(conn, "one")
    assert await take(conn, "one")
    assert await take(conn, "two") is not ends
    assert await tokens(conn) == ["one" if ends else "two"]
    await leases.give_back(conn, ["work"], "one")
    assert await take(conn, "two")
    assert await tokens(conn) == ["two"]
    await leases.give_back(conn, ["work"], "one")
    assert await tokens(conn) == ["two"]


async def test_a_process_that_begins_again_takes_over_at_once(conn: AsyncConnection) -> None:
    await take(conn, "before", name="host")
    assert await take(conn, "after", name="host")
    assert await leases.renew(conn, ["work"], "before", LASTS) == set()
    assert await leases.renew(conn, ["work", "stream"], "after", LASTS) == {"work"}


async def test_one_that_has_ended_can_be_taken_or_renewed(conn: AsyncConnection) -> None:
    await take(conn, "one", NOTHING_LEFT)
    (found,) = await leases.all_of_them(conn)
    if conn.dialect.name == "postgresql":
        assert not found.stands
        assert found.seconds == -1
    assert await leases.renew(conn, ["work"], "one", LASTS) == {"work"}
    assert await tokens(conn) == ["one"]
    await leases.renew(conn, ["work"], "one", NOTHING_LEFT)
    assert await take(conn, "two")
    assert await tokens(conn) == ["two"]


async def test_what_nobody_has_needed_for_a_day_is_forgotten(conn: AsyncConnection) -> None:
    for name, ended in (("a", timedelta(days=-2)), ("b", timedelta(hours=-2))):
        await leases.take(conn, name, "dead", "dead", ended)
    await take(conn, "one")
    ends = conn.dialect.name == "postgresql"
    left = [each.name for each in await leases.all_of_them(conn)]
    assert left == ([] if ends else ["a"]) + ["b", "work"]


async def test_of_many_one_takes_what_has_ended(postgres_url: str) -> None:
    processes = [Database(postgres_url) for _ in range(3)]
    async with processes[0].begin() as conn:
        await take(conn, "dead", NOTHING_LEFT)

    async def begin(number: int) -> bool:
        async with processes[number % 3].begin() as conn:
            return await take(conn, str(number))

    won = await asyncio.gather(*map(begin, range(9)))
    async with processes[0].read() as conn:
        assert await tokens(conn) == [str(won.index(True))]
    assert sum(won) == 1
    for each in processes:
        await each.close()


async def test_nobody_sends_for_whom_another_holds_the_lease(conn: AsyncConnection) -> None:
    us, others = Sender("work", "us"), Sender("work", "others")
    first, second, third = [await deliveries.add(conn, a_notice(key), NOW) or 0 for key in "abc"]
    await take(conn, "others")
    assert not await sending.claim(conn, first, us)
    assert await sending.claim(conn, first, others)
    assert await sending.claim(conn, second, Sender("stream", "us"))
    if conn.dialect.name == "postgresql":
        await leases.renew(conn, ["work"], "others", NOTHING_LEFT)
    else:
        await leases.give_back(conn, ["work"], "others")
    assert await sending.claim(conn, third, us)


async def test_what_came_from_sqlite_holds_nobody_up_on_postgresql(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with database.begin() as conn:
        without_end = {"name": "work", "holder": "x", "token": "x", "until": None}
        await conn.execute(sa.insert(table).values(**without_end))
        delivery_id = await deliveries.add(conn, a_notice("a"), NOW) or 0
        assert await sending.claim(conn, delivery_id, Sender("work", "us"))
        assert await take(conn, "us")
    await database.close()
