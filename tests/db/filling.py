"""Rows of every table that tells of people, whatever the table: one for each of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.columns import metadata
from tests.db.made_up import made_up
from tests.db.rows import GUILD

# As member and on X.
SOMEBODY = 77
# Ids of other things than people, by what columns of them are called.
THINGS = {
    *("guild_id", "channel_id", "review_channel_id", "role_id", "allowed_role", "attendee_role"),
    *("post_id", "reposted_id", "other_post_id", "chat_id", "job_id", "resource_id"),
    *("stands_in", "message_id", "micro_dollars", "allowance"),
}


def columns_of_people() -> list[str]:
    """As "table.column": every id that is neither a row's own, another table's, nor a thing's."""
    return [str(column) for table in metadata.sorted_tables for column in _people(table)]


async def fill(conn: AsyncConnection) -> None:
    """A row for each of these columns, in which it alone means SOMEBODY."""
    for name in columns_of_people():
        table, column = name.split(".")
        await _insert(conn, metadata.tables[table], {column: SOMEBODY})


async def fill_guild(conn: AsyncConnection) -> None:
    """A row in every table, of GUILD where it can be of one."""
    for table in metadata.sorted_tables:
        # Its rows need a chat and a question that belong together.
        if table.name != "chat_posts":
            await _insert(conn, table, {"id": GUILD} if table.name == "guilds" else {})


def _people(table: sa.Table) -> Iterator[sa.Column[Any]]:
    for column in table.c:
        own = column.name == "id" and table.name != "people"
        is_id = isinstance(column.type, sa.BigInteger)
        if is_id and not own and not column.foreign_keys and column.name not in THINGS:
            yield column


async def _insert(conn: AsyncConnection, table: sa.Table, given: dict[str, Any]) -> Any:
    """Gives the key of the row, by which others can refer to it."""
    row = dict(given)
    for column in table.c:
        if column.name in row or column.server_default is not None:
            continue
        if column.foreign_keys and not column.nullable:
            (key,) = column.foreign_keys
            row[column.name] = await _insert(conn, key.column.table, {})
        elif not column.nullable:
            row[column.name] = GUILD if column.name == "guild_id" else made_up(column)
    await conn.execute(sa.insert(table).values(row))
    return row[next(iter(table.primary_key)).name]
