"""aiosqlite with one call to its thread a statement, where by itself it makes four.

SQLAlchemy opens a cursor, executes, fetches all rows and closes the cursor, each a trip to the
connection's thread and back, and each trip costs more than the statement. Here one trip does all
four. What nobody waits for goes along with what comes next, be it COMMIT: a transaction's BEGIN,
and the writing of many rows, which answers nothing. An error of these is raised then. What has
not begun, or has ended, is not ended once more. Nothing else of aiosqlite is changed.
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
Act = Callable[[sqlite3.Cursor], object]
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
        self._connection.along(lambda cursor: cursor.execute(sql, tuple(parameters)))
        return await self._go()

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        self._connection.along(lambda cursor: cursor.executemany(sql, parameters))
        return await self._go() if self._connection.in_savepoint else self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """The cursor proper is closed already."""

    async def _go(self) -> Self:
        await self._connection.in_thread(self._all_at_once, self._connection.take())
        return self

    def _all_at_once(self, raw: sqlite3.Connection, acts: Iterable[Act]) -> None:
        cursor = raw.cursor()
        try:
            for act in acts:
                act(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.lastrowid, self.rowcount = cursor.lastrowid, cursor.rowcount
        finally:
            cursor.close()


class EagerConnection(aiosqlite.Connection):
    in_savepoint = False
    _along: tuple[Act, ...] = ()

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self)

    def along(self, act: Act) -> None:
        """Do this, and what was said so before, with what is executed next."""
        self._along += (act,)

    def take(self) -> tuple[Act, ...]:
        """What is to be done first, for whoever goes to the thread now."""
        acts, self._along = self._along, ()
        return acts

    async def commit(self) -> None:
        acts = self.take()
        # A BEGIN that nothing came after needs no end.
        if self._conn.in_transaction or len(acts) > 1:
            await self.in_thread(_commit, acts)

    async def rollback(self) -> None:
        self.take()
        # SQLAlchemy has done with a connection that was at work for somebody who did not wait.
        if self._conn.in_transaction:
            await super().rollback()

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


def _commit(raw: sqlite3.Connection, acts: Iterable[Act]) -> None:
    cursor = raw.cursor()
    try:
        for act in acts:
            act(cursor)
    finally:
        cursor.close()
    raw.commit()


def connect(database: str, **options: Any) -> EagerConnection:
    """What SQLAlchemy is given in place of `aiosqlite.connect`."""
    return EagerConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)


class EagerDialect(SQLiteDialect_aiosqlite):
    """Equal to its like: SQLAlchemy asks for the dialect when it looks a compiled statement up."""

    supports_statement_cache = True

    def do_executemany(
        self, cursor: Any, statement: str, parameters: Any, context: Any = None
    ) -> None:
        # An error that is raised when a savepoint is released comes too late to undo what is in it.
        connection = context.root_connection
        raw: EagerConnection = connection.connection.driver_connection
        raw.in_savepoint = connection.in_nested_transaction()
        cursor.executemany(statement, parameters)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register(DRIVER.replace("+", "."), __name__, EagerDialect.__name__)
