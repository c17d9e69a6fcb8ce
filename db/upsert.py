"""Inserting rows of which some may be there already, many at a time, alike on both engines.

Rows are written in the order of their keys, so that two processes which write some of the same
rows wait for each other in turn and never in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import rows_of

Row = Mapping[str, Any]
# With fewer rows it costs less to have SQLAlchemy find the statement among those it knows.
_MANY = 50
# The row that would be inserted, its columns as attributes.
New = sa.ColumnCollection[str, sa.ColumnElement[Any]]


def insert(conn: AsyncConnection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """The engine's own INSERT, which alone knows ON CONFLICT."""
    return _insert(conn.dialect.name, table)


@cache
def _insert(engine: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Made once: it has a copy of every column, of the row that would be inserted."""
    return postgresql.insert(table) if engine == "postgresql" else sqlite.insert(table)


async def add_missing(conn: AsyncConnection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Insert the rows that are not there yet; the others stay as they are."""
    if ordered := _in_key_order(table, rows):
        await _write(conn, insert(conn, table).on_conflict_do_nothing(), ordered)


async def add_new(conn: AsyncConnection, table: sa.Table, rows: Iterable[Row]) -> set[int]:
    """The same for a table whose key is one number; gives the keys of the rows that were not."""
    ordered = _in_key_order(table, rows)
    (key,) = table.primary_key
    if conn.dialect.name == "postgresql":
        # Others may insert the same rows just now: PostgreSQL alone knows who was first.
        adding = insert(conn, table).on_conflict_do_nothing().returning(key)
        return set(await conn.scalars(adding, ordered)) if ordered else set()
    there = {row[0] for row in await rows_of(conn, sa.select(key), key, _keys(ordered, key))}
    new = [row for row in ordered if row[key.name] not in there]
    await add_missing(conn, table, new)
    return _keys(new, key)


async def upsert(
    conn: AsyncConnection,
    table: sa.Table,
    rows: Iterable[Row],
    change: Callable[[New], Mapping[str, sa.ColumnElement[Any]]],
    *,
    only_if: Callable[[New], sa.ColumnElement[bool]] | None = None,
) -> None:
    """Insert rows; where a row with the same primary key is there, change that one.

    `change` gives the new values, from the row that would be inserted and the table's own
    columns; with `only_if` the row that is there changes only where that holds.
    """
    if ordered := _in_key_order(table, rows):
        statement = insert(conn, table)
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=list(table.primary_key),
            set_=dict(change(new)),
            where=None if only_if is None else only_if(new),
        )
        await _write(conn, statement, ordered)


def _in_key_order(table: sa.Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    key = [column.name for column in table.primary_key]
    return sorted(map(dict, rows), key=lambda row: tuple(row[name] for name in key))


def _keys(rows: Iterable[Row], key: sa.Column[int]) -> set[int]:
    return {row[key.name] for row in rows}


async def _write(
    conn: AsyncConnection, statement: postgresql.Insert | sqlite.Insert, rows: list[dict[str, Any]]
) -> None:
    """Execute it for each row, all of which have the same columns.

    SQLAlchemy looks up anew for every row what becomes of each value by its name. Here that is
    done once for many rows, and each row is a tuple.
    """
    if len(rows) < _MANY:
        await conn.execute(statement, rows)
        return
    dialect = conn.dialect
    compiled = statement.compile(dialect=dialect, column_keys=list(rows[0]))
    columns = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        values = [row[name] for row in rows] if name in rows[0] else [bind.value] * len(rows)
        prepared = bind.type.dialect_impl(dialect).bind_processor(dialect)
        columns.append(values if prepared is None else map(prepared, values))
    await conn.exec_driver_sql(str(compiled), list(zip(*columns, strict=True)))
