"""The database: where it is, how transactions begin, how it is brought up to date."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from bot.errors import UserError
from db import eager, migration

# By what name PostgreSQL knows this program's connections.
APPLICATION = "tweetup"
# What is raised where a database cannot be reached, opened or used, or does not answer in time.
UNUSABLE = (OSError, sa.exc.DBAPIError, sa.exc.TimeoutError, asyncpg.PostgresError)
# Of these, what lies with the place where the database is, its disk, its rights and whoever else
# uses it, and not with what was asked of it: SQLite's codes, and how those of PostgreSQL begin.
# https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_THE_PLACE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_OF_THE_SERVER = ("08", "25006", "42501", "53", "55", "57", "58")
# How long SQLite waits for another process that is writing.
SQLITE_BUSY_SECONDS = 10
_WAL = "journal_mode=WAL"
# How long what cannot wait is waited for on PostgreSQL, which may have gone without a word: less
# than a lease lasts.
URGENT_SECONDS = 10
# How long closing waits for connections to be given back before it ends them.
CLOSING_SECONDS = 2


class Database:
    """A SQLite file or a PostgreSQL database.

    `url` is SQLAlchemy's: sqlite+aiosqlite:///file or postgresql+asyncpg://user@host/name.

    Raises UserError for another kind of URL, for SQLite in memory, and for a SQLite file in a
    directory that does not exist.
    """

    def __init__(self, url: str) -> None:
        self._url = _understood(url)
        # SQLite has one writer at a time. In this lock the writers of this process queue
        # fairly; left to SQLite they would each poll, and some would never get their turn.
        self._turn = asyncio.Lock()
        self._writing: asyncio.Task[Any] | None = None
        self._open: set[asyncio.Future[None]] = set()
        self._lent: set[sa.pool.ConnectionPoolEntry] = set()
        if self._on_sqlite:
            self._writer = _sqlite_engine(self._url, "BEGIN IMMEDIATE", _WAL)
            self._reader = _sqlite_engine(self._url, "BEGIN", "query_only=ON")
            self._urgent = self._writer
        else:
            self._writer = _postgres_engine(self._url)
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._urgent = _postgres_engine(self._url, pool_size=1, max_overflow=0)
        for engine in self.engines:
            sa.event.listen(engine, "checkout", lambda _, record, __: self._lent.add(record))
            sa.event.listen(engine, "checkin", lambda _, record: self._lent.discard(record))

    @property
    def engines(self) -> set[sa.Engine]:
        """Those that connect to it, each once."""
        return {each.sync_engine for each in (self._writer, self._reader, self._urgent)}

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end, undone by an exception.

        On SQLite no other transaction writes meanwhile. On PostgreSQL others do; whoever
        decides by what they read locks the event first (`events.lock`).
        """
        if not self._on_sqlite:
            async with self._waited_for(), self._writer.begin() as conn:
                yield conn
            return
        if self._writing is asyncio.current_task():
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        async with self._waited_for(), self._turn:
            self._writing = asyncio.current_task()
            try:
                async with self._writer.begin() as conn:
                    yield conn
            finally:
                self._writing = None

    @asynccontextmanager
    async def urgently(self) -> AsyncIterator[AsyncConnection]:
        """The same for what cannot wait until others are done: on PostgreSQL it has a connection to
        itself, on SQLite its turn, where nobody is as long.

        Raises TimeoutError where PostgreSQL does not answer; the next have another connection.
        """
        if self._on_sqlite:
            async with self.begin() as conn:
                yield conn
        else:
            async with (
                asyncio.timeout(URGENT_SECONDS),
                self._waited_for(),
                self._urgent.begin() as conn,
            ):
                yield conn

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, and sees one state of the database throughout."""
        async with self._waited_for(), self._reader.begin() as conn:
            yield conn

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncConnection]:
        """The same for whoever wants to know whether it can be used: raises UserError if not."""
        with self._explained():
            async with self.read() as conn:
                yield conn

    @contextmanager
    def _explained(self, these: Callable[[Exception], bool] = lambda _: True) -> Iterator[None]:
        try:
            yield
        except UNUSABLE as error:
            if not these(error):
                raise
            reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
            raise UserError("database.unusable", url=self.shown_url, reason=str(reason)) from error

    @asynccontextmanager
    async def _waited_for(self) -> AsyncIterator[None]:
        """Have `close` wait until this is left."""
        left = asyncio.get_running_loop().create_future()
        self._open.add(left)
        try:
            yield
        finally:
            self._open.discard(left)
            left.set_result(None)

    async def tell(self, *words: str, by: str) -> None:
        """Say words, in which there are no spaces, to all that are `listening`, on PostgreSQL."""
        async with self.urgently() as conn:
            for word in words:
                await conn.execute(sa.select(sa.func.pg_notify(APPLICATION, f"{word} {by}")))

    @asynccontextmanager
    async def listening(
        self, hear: Callable[[str, str], None]
    ) -> AsyncIterator[asyncio.Future[None]]:
        """Hear each word that is told, and by whom, on PostgreSQL.

        What this gives is done once the line is lost.
        """
        lost = asyncio.get_running_loop().create_future()

        def end(_: object) -> None:
            if not lost.done():
                lost.set_result(None)

        async with self._writer.connect() as conn:
            line: asyncpg.Connection = (await conn.get_raw_connection()).driver_connection
            line.add_termination_listener(end)
            await line.add_listener(APPLICATION, lambda *said: hear(*said[-1].split(" ")))
            try:
                yield lost
            finally:
                # Whoever gets this connection next is not to hear anything.
                await conn.invalidate()

    async def migrate(self) -> None:
        """Create what is missing and bring the tables up to this program's version.

        Raises DatabaseTooNew when a later program wrote the database, UserError when the
        database cannot be reached, opened or written.
        """
        with self._explained():
            if self.file is not None and not self.file.exists():
                # What people said and chose; the files beside it take its mode.
                self.file.touch(0o600)
        await self.reach()
        with self._explained(_lies_with_the_place):
            async with self.begin() as conn:
                if not self._on_sqlite:
                    await migration.hold_lock(conn)
                await conn.run_sync(migration.upgrade)
                # Whether it can be written shows only where it is.
                await conn.execute(sa.text("UPDATE alembic_version SET version_num = version_num"))

    async def reach(self) -> None:
        """Raises UserError when the database cannot be reached or opened."""
        with self._explained():
            async with self._writer.connect():
                pass

    @property
    def under_way(self) -> Collection[asyncio.Future[None]]:
        """The transactions that have begun; each is done when it has ended."""
        return self._open

    @property
    def shown_url(self) -> str:
        """Where it is, without a password."""
        return self._url.render_as_string(hide_password=True)

    @property
    def shared(self) -> bool:
        """Whether several processes may work together on it."""
        return not self._on_sqlite

    @property
    def file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(self._url.database or "") if self._on_sqlite else None

    async def close(self) -> None:
        """Let transactions that have begun come to their end, and close all connections."""
        if self._open:
            await asyncio.wait(self._open, timeout=SQLITE_BUSY_SECONDS)
        # A transaction that was cancelled gives its connection back by a task of SQLAlchemy's own,
        # which may be cancelled in its turn; the pool tells nobody.
        until = monotonic() + CLOSING_SECONDS
        while self._lent and monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        for record in list(self._lent):
            await greenlet_spawn(record.invalidate)
        for engine in (self._reader, self._writer, self._urgent):
            await engine.dispose()

    @property
    def _on_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"


def require(url: str) -> None:
    """The database must be there already: a slip of the pen shall not make one.

    Raises UserError where a SQLite file is missing.
    """
    location = sa.make_url(url)
    if location.get_backend_name() == "sqlite" and not Path(location.database or "").is_file():
        raise UserError("database.missing", path=location.database)


def _lies_with_the_place(error: Exception) -> bool:
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        # The lowest eight bits tell the kind.
        return code & 0xFF in _OF_THE_PLACE
    state = getattr(cause, "sqlstate", None)
    return isinstance(cause, OSError) or str(state).startswith(_OF_THE_SERVER)


def _understood(text: str) -> sa.URL:
    # Only the scheme is ever repeated: the rest may hold a password.
    scheme = text.partition(":")[0]
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise UserError("database.url", found=scheme) from error
    if url.drivername == "postgresql+asyncpg":
        return url
    if url.drivername != "sqlite+aiosqlite":
        raise UserError("database.url", found=scheme)
    if not url.database or url.database == ":memory:":
        raise UserError("database.in_memory")
    directory = Path(url.database).parent
    if not directory.is_dir():
        raise UserError("database.directory", path=str(directory))
    return url


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _postgres_engine(url: sa.URL, **pool: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
        connect_args={"server_settings": {"application_name": APPLICATION, "timezone": "UTC"}},
        **pool,
    )


def _sqlite_engine(url: sa.URL, begin: str, pragma: str) -> AsyncEngine:
    # No time limit on waiting for a connection: whoever waits gets one as soon as one is free.
    engine = create_async_engine(
        url.set(drivername=eager.DRIVER),
        pool_timeout=None,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
        execution_options={"compiled_cache": eager.COMPILED},
        connect_args={"timeout": SQLITE_BUSY_SECONDS, "async_creator_fn": eager.connect},
    )

    @sa.event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # The driver would begin transactions late and not before a SELECT: we begin them.
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in ("foreign_keys=ON", "synchronous=NORMAL", pragma):
            try:
                cursor.execute(f"PRAGMA {setting}")
            except sqlite3.OperationalError as error:
                if setting != _WAL or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                # Where two begin at once on a new file, SQLite refuses this to the second without
                # waiting for the first.
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("ROLLBACK")
                cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: sa.Connection) -> None:
        raw: Any = connection.connection.driver_connection
        raw.begin(begin)

    return engine
