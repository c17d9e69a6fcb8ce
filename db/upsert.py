"""Inserting rows of which some may be there already, many at a time, alike on both engines.

Rows are written in the order of their keys, so that two processes which write some of the same
rows wait for each other in turn and never in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from db.lookup import rows_of

Row = Mapping[str, Any]
# With fewer rows it costs less to have SQLAlchemy find the statement among those it knows.
_MANY = 50
# The row that would be inserted, its columns as attributes.
New = sa.ColumnCollection[str, sa.ColumnElement[Any]]
Change = Callable[[New], Mapping[str, sa.ColumnElement[Any]]]
OnlyIf = Callable[[New], sa.ColumnElement[bool]]


def insert(conn: AsyncConnection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """The engine's own INSERT, which alone knows ON CONFLICT."""
    return _insert(conn.dialect.name, table)


@cache
def _insert(engine: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Made once: it has a copy of every column, of the row that would be inserted."""
    return postgresql.insert(table) if engine == "postgresql" else sqlite.insert(table)


async def add_missing(conn: AsyncConnection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Insert the rows that are not there yet; the others stay as they are."""
    await _write(conn, _Insertion(table), rows)


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
    change: Change,
    *,
    only_if: OnlyIf | None = None,
) -> None:
    """Insert rows; where a row with the same primary key is there, change that one.

    `change` gives the new values, from the row that would be inserted and the table's own
    columns; with `only_if` the row that is there changes only where that holds.
    """
    await _write(conn, _Insertion(table, change, only_if), rows)


class _Insertion(NamedTuple):
    """Two that are equal make the same statement."""

    table: sa.Table
    change: Change | None = None
    only_if: OnlyIf | None = None

    def statement(self, dialect: sa.Dialect) -> postgresql.Insert | sqlite.Insert:
        statement = _insert(dialect.name, self.table)
        if self.change is None:
            return statement.on_conflict_do_nothing()
        new = statement.excluded
        return statement.on_conflict_do_update(
            index_elements=list(self.table.primary_key),
            set_=dict(self.change(new)),
            where=None if self.only_if is None else self.only_if(new),
        )


class _Parameter(NamedTuple):
    """What stands in one place of a statement: a column of the rows, or the same `value` always."""

    name: str
    value: Any
    prepared: Callable[[Any], Any] | None


def _in_key_order(table: sa.Table, rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=itemgetter(*(column.name for column in table.primary_key)))


def _keys(rows: Iterable[Row], key: sa.Column[int]) -> set[int]:
    return {row[key.name] for row in rows}


async def _write(conn: AsyncConnection, insertion: _Insertion, rows: Iterable[Row]) -> None:
    """Insert rows, all of which have the same columns.

    SQLAlchemy looks up anew for every row what becomes of each value by its name. Here that is
    done once for many rows, and each row is a tuple.
    """
    ordered = _in_key_order(insertion.table, rows)
    if not ordered:
        return
    if len(ordered) < _MANY:
        await conn.execute(insertion.statement(conn.dialect), ordered)
        return
    names = tuple(ordered[0])
    sql, parameters = _compiled(insertion, conn.dialect, names)
    columns = []
    for name, value, prepared in parameters:
        values = [row[name] for row in ordered] if name in names else [value] * len(ordered)
        columns.append(values if prepared is None else map(prepared, values))
    await conn.exec_driver_sql(sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=64)
def _compiled(
    insertion: _Insertion, dialect: sa.Dialect, names: tuple[str, ...]
) -> tuple[str, list[_Parameter]]:
    """The statement for rows with columns of these names, and what it is to be given for each."""
    compiled = insertion.statement(dialect).compile(dialect=dialect, column_keys=names)
    parameters = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        prepared = bind.type.dialect_impl(dialect).bind_processor(dialect)
        parameters.append(_Parameter(name, bind.value, prepared))
    return str(compiled), parameters
