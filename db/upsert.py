"""Inserting rows of which some may be there already, many at a time, alike on both engines.

Rows are written in the order of their keys, so that two processes which write some of the same
rows wait for each other in turn and never in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
# The row that would be inserted, its columns as attributes.
New = sa.ColumnCollection[str, sa.ColumnElement[Any]]


def insert(conn: AsyncConnection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """The engine's own INSERT, which alone knows ON CONFLICT."""
    if conn.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


async def add_missing(conn: AsyncConnection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Insert the rows that are not there yet; the others stay as they are."""
    if ordered := _in_key_order(table, rows):
        await conn.execute(insert(conn, table).on_conflict_do_nothing(), ordered)


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
        await conn.execute(statement, ordered)


def _in_key_order(table: sa.Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    key = [column.name for column in table.primary_key]
    return sorted(map(dict, rows), key=lambda row: tuple(row[name] for name in key))
