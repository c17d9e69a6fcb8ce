from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
import warnings
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import LRUCache

from bot.errors import UserError
from db import eager, engine, guilds
from db.columns import UtcDateTime
from db.engine import Database
from db.schema_reading import cursors
from tests.databases import PostgresServer
from tests.db.rows import NOW


async def test_what_is_written_is_there_afterwards(database: Database) -> None:
    async with database.begin() as conn:
        await guilds.set_zone(conn, 1, "Europe/London")
    async with database.read() as conn:
        assert await guilds.zone(conn, 1) == "Europe/London"


async def test_an_exception_undoes_the_transaction(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.begin() as conn:
            await guilds.set_zone(conn, 1, "Europe/London")
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    async with database.read() as conn:
        assert await guilds.zone(conn, 1) is None


async def test_many_rows_that_cannot_be_written_undo_what_they_stand_in(database: Database) -> None:
    def many(*sources: str) -> list[dict[str, object]]:
        return [{"source": each, "cursor": "1", "updated_at": NOW} for each in sources]

    async with database.begin() as conn:
        await conn.execute(sa.insert(cursors), many("a", "b"))
        with pytest.raises(IntegrityError):
            async with conn.begin_nested():
                await conn.execute(sa.insert(cursors), many("c", "a"))
        await conn.execute(sa.insert(cursors), many("d", "e"))
    with pytest.raises(IntegrityError):
        async with database.begin() as conn:
            await conn.execute(sa.insert(cursors), many("f", "a"))
    async with database.begin() as conn:
        await conn.execute(sa.insert(cursors), many("g", "h"))
        assert set(await conn.scalars(sa.select(cursors.c.source))) == set("abdegh")


async def test_cancelling_undoes_the_transaction_and_lets_others_write(database: Database) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.begin() as conn:
            await guilds.set_zone(conn, 1, "Europe/London")
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.begin() as conn:
        assert await guilds.zone(conn, 1) is None
        await guilds.set_zone(conn, 1, "Asia/Tokyo")


async def test_a_reading_transaction_sees_one_state_throughout(database: Database) -> None:
    async with database.read() as reading:
        assert await guilds.zone(reading, 1) is None
        async with database.begin() as writing:
            await guilds.set_zone(writing, 1, "Europe/London")
        assert await guilds.zone(reading, 1) is None
    async with database.read() as reading:
        assert await guilds.zone(reading, 1) == "Europe/London"


async def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as conn:
            await guilds.set_zone(conn, 1, "Europe/London")


async def test_three_hundred_writers_at_once_all_get_their_turn(database: Database) -> None:
    async def count_up() -> None:
        async with database.begin() as conn:
            locked = sa.select(cursors.c.cursor).where(cursors.c.source == "count")
            found: str | None = await conn.scalar(locked.with_for_update())
            count = cursors.c.source == "count"
            await conn.execute(
                sa.update(cursors).where(count).values(cursor=f"{int(found or 0) + 1}")
            )

    async with database.begin() as conn:
        start = {"source": "count", "cursor": "0", "updated_at": NOW}
        await conn.execute(sa.insert(cursors).values(start))
    await asyncio.gather(*(count_up() for _ in range(300)))
    async with database.read() as conn:
        assert await conn.scalar(sa.select(cursors.c.cursor)) == "300"


async def test_what_is_urgent_does_not_hang_with_a_connection(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_url)

    async def ask(what: str) -> None:
        async with database.urgently() as conn:
            await conn.execute(sa.text(f"SELECT {what}"))

    await ask("1")
    with monkeypatch.context() as patched:
        patched.setattr(engine, "URGENT_SECONDS", 0.1)
        with pytest.raises(TimeoutError):
            await ask("pg_sleep(3600)")
    await ask("1")
    await database.close()


async def test_sqlite_writers_of_one_process_go_in_the_order_they_came(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    order: list[int] = []

    async def write(number: int) -> None:
        async with database.begin() as conn:
            await guilds.set_zone(conn, number, "UTC")
            order.append(number)

    await asyncio.gather(*(write(number) for number in range(50)))
    await database.close()
    assert order == list(range(50))


async def test_sqlite_waits_for_another_process_that_writes(sqlite_url: str) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)

    async def write(database: Database, guild_id: int) -> None:
        async with database.begin() as conn:
            await guilds.set_zone(conn, guild_id, "UTC")

    await asyncio.gather(
        *(write(database, number) for number in range(20) for database in (first, second))
    )
    async with first.read() as conn:
        assert await guilds.zone(conn, 19) == "UTC"
    await first.close()
    await second.close()


async def test_whoever_gives_up_waiting_for_another_process_leaves_nothing_begun(
    sqlite_url: str,
) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)

    async def write(database: Database, guild_id: int) -> None:
        async with database.begin() as conn:
            await guilds.set_zone(conn, guild_id, "UTC")

    async with first.begin() as conn:
        await guilds.set_zone(conn, 1, "UTC")
        waiting = asyncio.create_task(write(second, 2))
        # Long enough a wait for its statement to be in the hands of the connection's thread.
        await asyncio.wait([waiting], timeout=0.05)
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await write(first, 3)
    await write(second, 4)
    async with second.read() as conn:
        assert [await guilds.zone(conn, number) for number in range(1, 5)] == [
            *("UTC", None),
            *("UTC", "UTC"),
        ]
    await first.close()
    await second.close()


async def test_a_statement_is_compiled_once_for_all_sqlite_files(
    sqlite_url: str, tmp_path: Path
) -> None:
    compiled: LRUCache[object, object] = LRUCache(10)
    with patch.object(eager, "COMPILED", compiled):
        for name in ("one.db", "other.db"):
            path = shutil.copy(sqlite_url.partition("///")[2], tmp_path / name)
            database = Database(f"sqlite+aiosqlite:///{path}")
            for transaction in (database.begin, database.read):
                async with transaction() as conn:
                    await guilds.zone(conn, 1)
            await database.close()
    assert len(compiled) == 1


async def test_a_transaction_inside_a_transaction_is_refused(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(RuntimeError, match="inside a transaction"):
        async with database.begin(), database.begin():
            pass
    async with database.begin() as conn:
        await guilds.set_zone(conn, 1, "UTC")
    await database.close()


async def test_sqlite_keeps_a_log_ahead_and_foreign_keys(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.begin() as conn:
        settings = [
            await conn.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        ]
    await database.close()
    assert settings == ["wal", 1, 1, 10_000]


async def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/new.db")
    await database.migrate()
    beside = await asyncio.to_thread(lambda: [*tmp_path.glob("new.db*")])
    modes = {each.name: each.lstat().st_mode & 0o777 for each in beside}
    await database.close()
    assert modes == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm"), 0o600)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("sqlite+aiosqlite://", "database.in_memory"),
        ("sqlite+aiosqlite:///:memory:", "database.in_memory"),
        ("sqlite:///tweetup.db", "database.url"),
        ("mysql://bot:hidden@localhost/tweetup", "database.url"),
        ("tweetup.db", "database.url"),
        ("postgresql+asyncpg://bot:hidden@localhost:port/tweetup", "database.url"),
    ],
)
def test_another_kind_of_url_is_refused_without_repeating_it(url: str, key: str) -> None:
    with pytest.raises(UserError) as refusal:
        Database(url)
    assert refusal.value.key == key
    assert "hidden" not in str(refusal.value)


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refusal:
        Database(f"sqlite+aiosqlite:///{tmp_path}/missing/tweetup.db")
    assert refusal.value.key == "database.directory"
    assert refusal.value.params == {"path": str(tmp_path / "missing")}


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Buy milk, and more milk, and still more milk. " * 100)
    database = Database(f"sqlite+aiosqlite:///{path}")
    with pytest.raises(UserError) as refusal:
        await database.migrate()
    await database.close()
    assert refusal.value.key == "database.unusable"
    assert "not a database" in str(refusal.value.params["reason"])
    assert path.read_text().startswith("Buy milk")


async def test_a_server_without_the_database_is_reported(postgres_server: PostgresServer) -> None:
    database = Database(postgres_server.url("nowhere"))
    with pytest.raises(UserError) as refusal:
        await database.migrate()
    await database.close()
    assert refusal.value.key == "database.unusable"
    assert '"nowhere" does not exist' in str(refusal.value.params["reason"])


async def test_a_server_that_is_not_there_is_reported(tmp_path: Path) -> None:
    database = Database(f"postgresql+asyncpg://bot:hidden@/tweetup?host={tmp_path}")
    with pytest.raises(UserError) as refusal:
        await database.migrate()
    await database.close()
    assert refusal.value.key == "database.unusable"
    assert "hidden" not in str(refusal.value)


_ANY_TIME = st.datetimes(
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001 - the zone comes beside it
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.one_of(
        st.timezones(),
        st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=_ANY_TIME)
async def test_times_of_any_zone_come_back_as_the_same_moment_in_utc(
    conn: AsyncConnection, at: datetime
) -> None:
    await conn.execute(sa.delete(cursors))
    row = {"source": "any", "cursor": "1", "updated_at": at}
    await conn.execute(sa.insert(cursors).values(row))
    found = await conn.scalar(sa.select(cursors.c.updated_at))
    assert found == at.astimezone(UTC)
    assert found.tzinfo is UTC


async def test_an_hour_that_comes_twice_is_stored_as_two(conn: AsyncConnection) -> None:
    clocks_go_back = datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"))
    for fold in (0, 1):
        at = sa.bindparam("at", clocks_go_back.replace(fold=fold), UtcDateTime)
        assert await conn.scalar(sa.select(at)) == datetime(2026, 10, 25, fold, 30, tzinfo=UTC)


async def test_a_time_without_a_zone_is_refused(conn: AsyncConnection) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        await conn.scalar(sa.select(sa.bindparam("at", naive, UtcDateTime)))


def test_a_copied_template_is_whole(sqlite_template: Path) -> None:
    """What the fixtures copy is one file: nothing is left in a log beside it."""
    assert not sqlite_template.with_name(sqlite_template.name + "-wal").exists()
    connection = sqlite3.connect(sqlite_template)
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'")
    assert tables.fetchone()[0] > 10
    connection.close()


async def test_closing_waits_for_whoever_is_in_a_transaction(database: Database) -> None:
    entered, done = asyncio.Event(), []

    async def work() -> None:
        async with database.begin() as conn:
            entered.set()
            for _ in range(20):
                await conn.scalar(sa.text("SELECT 1"))
            done.append(True)

    task = asyncio.create_task(work())
    await entered.wait()
    await database.close()
    assert done
    await task


def test_closing_ends_connections_that_nobody_gives_back(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CLOSING_SECONDS", 0)

    async def left_behind() -> None:
        database = Database(sqlite_url)
        async with database.read() as conn:
            await conn.scalar(sa.text("SELECT 1"))
        kept.append(await database._reader.connect())
        await database.close()

    kept: list[AsyncConnection] = []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        asyncio.run(left_behind())
        kept.clear()
        gc.collect()
    assert [str(warning.message) for warning in told] == []


async def test_the_hour_that_comes_twice_is_kept_as_the_one_it_is(conn: AsyncConnection) -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"))
    second = first.replace(fold=1)
    kept = [
        await conn.scalar(sa.select(sa.bindparam("at", each, UtcDateTime)))
        for each in (first, second)
    ]
    assert kept == [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
