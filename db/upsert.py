"""Inserting rows of which some may be there already, many at a time, alike on both engines.

Rows are written in the order of their keys, so that two processes which write some of the same
rows wait for each other in turn and never in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
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
    await _write(conn, _statement(conn.dialect, table), table, rows)


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
    await _write(conn, _statement(conn.dialect, table, change, only_if), table, rows)


async def _write(
    conn: AsyncConnection, statement: sa.Insert, table: sa.Table, rows: Iterable[Row]
) -> None:
    ordered = sorted(rows, key=itemgetter(*table.primary_key.columns.keys()))
    if ordered:
        await conn.execute(statement, ordered)


def _statement(
    dialect: sa.Dialect,
    table: sa.Table,
    change: Change | None = None,
    only_if: OnlyIf | None = None,
) -> postgresql.Insert | sqlite.Insert:
    statement = _insert(dialect.name, table)
    if change is None:
        return statement.on_conflict_do_nothing()
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_=dict(change(new)),
        where=None if only_if is None else only_if(new),
    )


class _Parameter(NamedTuple):
    """What stands in one place of a statement: a column of the rows, or the same `value` always."""

    column: int | None
    value: Any
    prepared: Callable[[Any], Any] | None

    def values(self, columns: Sequence[Sequence[Any]]) -> Iterable[Any]:
        if self.column is None:
            value = self.value if self.prepared is None else self.prepared(self.value)
            return repeat(value, len(columns[0]))
        given = columns[self.column]
        return given if self.prepared is None else map(self.prepared, given)


class Writing:
    """How the rows of a table are written that come by the hundred, with every batch of posts.

    They are tuples of the columns `names`. The statement is put together and compiled once, and
    values are prepared for it a column at a time: SQLAlchemy would look up anew for every row what
    becomes of each value by its name. Rows that are there already are changed as by `upsert`;
    without a `change` they stay as they are.
    """

    def __init__(
        self,
        table: sa.Table,
        names: Sequence[str],
        change: Change | None = None,
        only_if: OnlyIf | None = None,
    ) -> None:
        self._table = table
        self.names = tuple(names)
        self._change = change
        self._only_if = only_if
        keys = table.primary_key.columns.keys()
        self._key = itemgetter(*map(self.names.index, keys))
        self._compiled = lru_cache(maxsize=2)(self._compile)

    async def write(self, conn: AsyncConnection, rows: Iterable[tuple[Any, ...]]) -> None:
        ordered = sorted(rows, key=self._key)
        if not ordered:
            return
        sql, parameters = self._compiled(conn.dialect)
        columns = list(zip(*ordered, strict=True))
        values = [parameter.values(columns) for parameter in parameters]
        await conn.exec_driver_sql(sql, list(zip(*values, strict=True)))

    async def add(self, conn: AsyncConnection, rows: Iterable[tuple[Any, ...]]) -> set[int]:
        """The same for rows that were not there a moment ago, of a table whose key is one number;
        gives the keys of those that were not there now either."""
        given = {self._key(row): row for row in rows}
        if conn.dialect.name != "postgresql":
            await self.write(conn, given.values())
            return set(given)
        # Others may insert the same rows just now: PostgreSQL alone knows who was first.
        adding = _statement(conn.dialect, self._table).returning(*self._table.primary_key)
        named = [dict(zip(self.names, given[key], strict=True)) for key in sorted(given)]
        return set(await conn.scalars(adding, named)) if named else set()

    def _compile(self, dialect: sa.Dialect) -> tuple[str, list[_Parameter]]:
        statement = _statement(dialect, self._table, self._change, self._only_if)
        compiled = statement.compile(dialect=dialect, column_keys=self.names)
        parameters = []
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            prepared = bind.type.dialect_impl(dialect).bind_processor(dialect)
            column = self.names.index(name) if name in self.names else None
            parameters.append(_Parameter(column, bind.value, prepared))
        return str(compiled), parameters
