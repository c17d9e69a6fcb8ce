"""Leases: who does what, where several processes work together.

On PostgreSQL a lease ends by itself, by the database's clock, for those of the processes differ. On
SQLite it does not: all processes are on one machine, where one bot is enough. Whoever comes last
takes over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.leases import Lease
from db.schema_leases import leases
from db.upsert import insert

_FORGOTTEN = timedelta(days=1)


async def take(conn: AsyncConnection, name: str, holder: str, token: str, lasts: timedelta) -> bool:
    """Take a lease that is free, has ended, or is held by a process of the same name.

    False while another holds it. Of those that ended long ago, which nobody needs, nothing stays.
    """
    until = _until(conn, lasts)
    taking = insert(conn, leases).values(name=name, holder=holder, token=token, until=until)
    done = await conn.execute(
        taking.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"holder": holder, "token": token, "until": until},
            where=~_stands(conn) | (leases.c.holder == holder) if _end(conn) else None,
        )
    )
    if _end(conn):
        await conn.execute(sa.delete(leases).where(leases.c.until < sa.func.now() - _FORGOTTEN))
    return done.rowcount == 1


async def renew(
    conn: AsyncConnection, names: Collection[str], token: str, lasts: timedelta
) -> set[str]:
    """Renew those of these leases that are still the process's own, and give their names."""
    own = leases.c.name.in_(names), leases.c.token == token
    if not _end(conn):
        return set(await conn.scalars(sa.select(leases.c.name).where(*own)))
    renewal = sa.update(leases).where(*own).values(until=_until(conn, lasts))
    return set(await conn.scalars(renewal.returning(leases.c.name)))


async def any_of_others(conn: AsyncConnection, names: Collection[str], token: str) -> bool:
    """Whether another process has taken one of these."""
    taken = leases.c.name.in_(names), leases.c.token != token
    return await conn.scalar(sa.select(sa.exists().where(*taken))) is True


async def give_back(conn: AsyncConnection, names: Collection[str], token: str) -> None:
    """Let others take them at once; what is not the process's own stays as it is."""
    own = leases.c.name.in_(names), leases.c.token == token
    await conn.execute(sa.delete(leases).where(*own))


async def forget(conn: AsyncConnection, names: Collection[str]) -> None:
    """Erase leases, whoever holds them."""
    await conn.execute(sa.delete(leases).where(leases.c.name.in_(names)))


async def all_of_them(conn: AsyncConnection) -> list[Lease]:
    """Those that stand and those that have ended and nobody took."""
    left = sa.extract("epoch", leases.c.until - sa.func.now()) if _end(conn) else sa.null()
    query = sa.select(leases.c.name, leases.c.holder, leases.c.token, left.label("seconds"))
    found = await conn.execute(query.order_by(leases.c.name))
    return [
        Lease(row.name, row.holder, row.token, None if row.seconds is None else float(row.seconds))
        for row in found
    ]


def held_by_others(conn: AsyncConnection, name: str, token: str) -> sa.ColumnElement[bool]:
    """Whether another process holds a lease: a condition for what it alone may do."""
    return sa.exists().where(leases.c.name == name, leases.c.token != token, _stands(conn))


def _end(conn: AsyncConnection) -> bool:
    """Whether leases come to an end by themselves."""
    return conn.dialect.name == "postgresql"


def _stands(conn: AsyncConnection) -> sa.ColumnElement[bool]:
    # What a backup of SQLite brought to PostgreSQL has no end, and stands there no more.
    if _end(conn):
        return sa.func.coalesce(leases.c.until > sa.func.now(), sa.false())
    return sa.true()


def _until(conn: AsyncConnection, lasts: timedelta) -> sa.ColumnElement[Any]:
    return sa.func.now() + sa.literal(lasts, sa.Interval) if _end(conn) else sa.null()
