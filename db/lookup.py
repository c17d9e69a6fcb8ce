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
    found: list[sa.Row[Any]] = []
    for chunk in chunks(keys):
        found.extend(await conn.execute(statement.where(column.in_(chunk))))
    return found


def table_of(
    conn: AsyncConnection, column: sa.Column[Any], keys: Iterable[Key]
) -> sa.TableValuedAlias:
    """The distinct keys as a table of one column, `value`, to look for something by each of them.

    They are of the type of `column`.
    """
    value = sa.column("value", column.type)
    if conn.dialect.name == "postgresql":
        given = sa.literal(sorted(set(keys)), postgresql.ARRAY(column.type))
        return sa.func.unnest(given).table_valued(value).render_derived("keys")
    given = sa.literal(msgspec.json.encode(sorted(set(keys))).decode(), sa.Text)
    return sa.func.json_each(given).table_valued(value)
