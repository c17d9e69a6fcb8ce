"""Reading the rows of many keys: a database takes only so many parameters in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

# Both engines stop below 33,000 parameters, and a statement may hold two lists.
CHUNK = 10_000

Key = TypeVar("Key", int, str)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The distinct keys in order, in lists that fit into a statement."""
    distinct = sorted(set(keys))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


class Lookup:
    """A statement that is asked often, put together once: its rows whose `column` is among keys.

    What else it has of parameters is given with the keys, by name.
    """

    def __init__(self, statement: sa.Select[Any], column: sa.ColumnElement[Any]) -> None:
        self._statement = statement
        self._column = column
        self._made: dict[str, sa.Select[Any]] = {}

    async def rows(
        self, conn: AsyncConnection, keys: Iterable[Key], **given: Any
    ) -> Sequence[sa.Row[Any]]:
        wanted = {*keys}
        if not wanted:
            return ()
        engine = conn.dialect.name
        made = self._made.get(engine)
        if made is None:
            made = self._made[engine] = self._statement.where(is_among(engine, self._column))
        found: Sequence[sa.Row[Any]] = (
            await conn.execute(made, given | listed(engine, wanted))
        ).all()
        return found


async def rows_of(
    conn: AsyncConnection,
    statement: sa.Select[Any],
    column: sa.ColumnElement[Any],
    keys: Iterable[Key],
) -> Sequence[sa.Row[Any]]:
    """The same of a statement that is put together on the spot."""
    return await Lookup(statement, column).rows(conn, keys)


def is_among(engine: str, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """That `column` is one of many keys, which are one parameter of the statement: see `listed`.

    SQLAlchemy would write each of a list's values into the statement anew.
    """
    if engine == "postgresql":
        return column == sa.any_(_array(column))
    # A table function takes ten times as long to write as a text.
    return column.in_(sa.text("SELECT value FROM json_each(:keys)").bindparams(_JSON))


def table_of(engine: str, column: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    """The distinct keys of `listed` as a table of one column, `value`, to look for something by
    each of them.

    They are of the type of `column`.
    """
    value = sa.column("value", column.type)
    if engine == "postgresql":
        return sa.func.unnest(_array(column)).table_valued(value).render_derived("keys")
    return sa.func.json_each(_JSON).table_valued(value)


def listed(engine: str, keys: Iterable[Key]) -> dict[str, Any]:
    """The parameter of a statement that holds keys, as the engine takes it."""
    distinct = sorted({*keys})
    return {"keys": distinct if engine == "postgresql" else msgspec.json.encode(distinct).decode()}


_JSON: sa.BindParameter[str] = sa.bindparam("keys", type_=sa.Text)


def _array(column: sa.ColumnElement[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam("keys", type_=postgresql.ARRAY(column.type))
