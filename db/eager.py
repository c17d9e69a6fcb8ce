"""aiosqlite with one call to its thread a statement, where by itself it makes four.

SQLAlchemy opens a cursor, executes, fetches all rows and closes the cursor, each a trip to the
connection's thread and back, and each trip costs more than the statement. Here one trip does all
four. The first statement of a transaction takes its BEGIN along, and what has not begun, or has
ended, is not ended once more. Nothing else of aiosqlite is changed.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

DRIVER = "sqlite+eager"
# A statement is compiled once for the engines that read and those that write, whatever the file.
COMPILED: LRUCache[Any, Any] = LRUCache(500)


class EagerCursor:
    """What SQLAlchemy uses of an aiosqlite cursor, with its rows read already."""

    arraysize = 1

    def __init__(self, connection: EagerConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount = -1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        return await self._run(lambda cursor: cursor.execute(sql, tuple(parameters)))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        return await self._run(lambda cursor: cursor.executemany(sql, parameters))

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """The cursor proper is closed already."""

    async def _run(self, act: Callable[[sqlite3.Cursor], object]) -> Self:
        await self._connection.in_thread(self._all_at_once, self._connection.take_begin(), act)
        return self

    def _all_at_once(
        self, raw: sqlite3.Connection, begin: str | None, act: Callable[[sqlite3.Cursor], object]
    ) -> None:
        cursor = raw.cursor()
        try:
            if begin is not None:
                cursor.execute(begin)
            act(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.lastrowid, self.rowcount = cursor.lastrowid, cursor.rowcount
        finally:
            cursor.close()


class EagerConnection(aiosqlite.Connection):
    _begin: str | None = None

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self)

    def begin(self, statement: str) -> None:
        """Begin a transaction, by that statement, with what is executed next."""
        self._begin = statement

    def take_begin(self) -> str | None:
        """The statement that begins a transaction, for whoever executes the first one in it."""
        statement, self._begin = self._begin, None
        return statement

    async def commit(self) -> None:
        if self._begun():
            await super().commit()

    async def rollback(self) -> None:
        if self._begun():
            await super().rollback()

    def _begun(self) -> bool:
        """Whether there is a transaction to end. (SQLAlchemy has done with a connection that was
        at work for somebody who did not wait for it.)"""
        self._begin = None
        return self._conn.in_transaction

    async def _connect(self) -> Any:
        connect: Any = super()._connect  # aiosqlite leaves it untyped
        try:
            return await connect()
        except BaseException:
            # Its thread is told to end, and would say so to an event loop that may be closed then.
            await asyncio.to_thread(self._thread.join)
            raise

    async def in_thread(self, function: Callable[..., object], *args: object) -> None:
        run: Any = self._execute  # aiosqlite leaves it untyped
        await run(function, self._conn, *args)


def connect(database: str, **options: Any) -> EagerConnection:
    """What SQLAlchemy is given in place of `aiosqlite.connect`."""
    return EagerConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)


class EagerDialect(SQLiteDialect_aiosqlite):
    """Equal to its like: SQLAlchemy asks for the dialect when it looks a compiled statement up."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register(DRIVER.replace("+", "."), __name__, EagerDialect.__name__)
