"""All rows of a PostgreSQL database into a copy, and of a copy into a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import UserError
from db import copies, migration
from db.engine import APPLICATION
from db.schema import metadata

_ROWS_AT_ONCE = 1_000


async def into_copy(conn: AsyncConnection, path: Path) -> None:
    """Fill an empty file with everything that `conn` sees.

    Raises UserError when the database is not at this program's revision.
    """
    found, newest, _ = await conn.run_sync(migration.heads)
    if found != newest:
        raise UserError("backup.revision", found=found, known=newest)
    engine = _file(path)
    try:
        with engine.begin() as copy:
            # By itself the driver begins none before it inserts: each table would be written out.
            copy.exec_driver_sql("BEGIN")
            migration.create(copy)
            for table in metadata.sorted_tables:
                rows = await conn.stream(_all(table))
                async for part in rows.mappings().partitions(_ROWS_AT_ONCE):
                    copy.execute(sa.insert(table), list(map(dict, part)))
    finally:
        engine.dispose()
    copies.count_on(path, {name: await _last_id(conn, name) for name in copies.COUNTING})


async def out_of_copy(path: Path, conn: AsyncConnection) -> None:
    """Put the rows of a copy, which is at this program's revision, in the place of all there are.

    Raises UserError while a bot is at work there.
    """
    await migration.hold_lock(conn)
    await be_alone(conn)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    await conn.execute(sa.text(f"TRUNCATE {names}"))
    engine = _file(path)
    try:
        with engine.connect() as copy:
            for table in metadata.sorted_tables:
                for part in copy.execute(_all(table)).mappings().partitions(_ROWS_AT_ONCE):
                    await conn.execute(sa.insert(table), list(map(dict, part)))
    finally:
        engine.dispose()
    for name, last in copies.counters(path).items():
        await conn.execute(sa.select(sa.func.setval(_sequence(name), max(last, 1), last > 0)))


async def be_alone(conn: AsyncConnection) -> None:
    """Raises UserError while another process of this program is connected to the database."""
    activity = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = :ours AND pid <> pg_backend_pid()"
    )
    if await conn.scalar(activity, {"ours": APPLICATION}):
        raise UserError("restore.in_use", url=conn.engine.url.render_as_string(hide_password=True))


def _all(table: sa.Table) -> sa.Select[Any]:
    """All rows, those first to which others of the table refer."""
    return sa.select(table).order_by(*table.primary_key)


async def _last_id(conn: AsyncConnection, table: str) -> int:
    name = await conn.scalar(sa.select(_sequence(table)))
    found = await conn.execute(sa.text(f"SELECT last_value, is_called FROM {name}"))  # noqa: S608
    last, given = found.one()
    return int(last) if given else 0


def _sequence(table: str) -> sa.Function[str]:
    return sa.func.pg_get_serial_sequence(table, "id", type_=sa.Text)


def _file(path: Path) -> sa.Engine:
    return sa.create_engine(sa.URL.create("sqlite", database=str(path)))
