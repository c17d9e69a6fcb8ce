"""Reading the rows of many keys: a database takes only so many parameters in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

# Both engines stop below 33,000 parameters, and a statement may hold two lists.
CHUNK = 10_000
# Asked for many times with every batch of posts: a table function takes ten times as long to write.
_KEYS = sa.text("SELECT value FROM json_each(:keys)")

Key = TypeVar("Key", int, str)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The distinct keys in order, in lists that fit into a statement."""
    distinct = sorted(set(keys))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


async def rows_of(
    conn: AsyncConnection,
    statement: sa.Select[Any],
    column: sa.ColumnElement[Any],
    keys: Iterable[Key],
) -> list[sa.Row[Any]]:
    """The statement's rows whose `column` is among `keys`."""
    given = set(keys)
    if not given:
        return []
    return list(await conn.execute(statement.where(is_among(conn, column, given))))


def is_among(
    conn: AsyncConnection, column: sa.ColumnElement[Any], keys: Iterable[Key]
) -> sa.ColumnElement[bool]:
    """That `column` is one of many keys, which are one parameter of the statement.

    SQLAlchemy would write each of a list's values into the statement anew.
    """
    if conn.dialect.name == "postgresql":
        return column == sa.any_(_array(column, keys))
    given = sa.bindparam("keys", _as_json(keys), sa.Text, unique=True)
    return column.in_(_KEYS.bindparams(given))


def table_of(
    conn: AsyncConnection, column: sa.ColumnElement[Any], keys: Iterable[Key]
) -> sa.TableValuedAlias:
    """The distinct keys as a table of one column, `value`, to look for something by each of them.

    They are of the type of `column`.
    """
    value = sa.column("value", column.type)
    if conn.dialect.name == "postgresql":
        return sa.func.unnest(_array(column, keys)).table_valued(value).render_derived("keys")
    return sa.func.json_each(sa.literal(_as_json(keys), sa.Text)).table_valued(value)


def _array(column: sa.ColumnElement[Any], keys: Iterable[Key]) -> sa.BindParameter[Any]:
    return sa.literal(sorted(set(keys)), postgresql.ARRAY(column.type))


def _as_json(keys: Iterable[Key]) -> str:
    return msgspec.json.encode(sorted(set(keys))).decode()
