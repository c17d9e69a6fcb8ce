"""`tweetup backup`, `restore` and `db`, as an operator types them."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import AsyncConnection

from db import copies, events, guilds, migration, transplant
from db.engine import Database
from db.schema import metadata
from tests.command import typed as tweetup
from tests.db.filling import fill_guild
from tests.db.rows import GUILD
from tests.sampled import sampled
from tests.services.world import draft

pytestmark = pytest.mark.usefixtures("logging_put_back")

Did = TypeVar("Did")


@pytest.fixture
def target_url(request: pytest.FixtureRequest) -> str:
    """A database without tables; the test says of which engine."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))


# From each engine, and onto each.
PAIRS = sampled(
    [
        *(("sqlite", "postgres"), ("sqlite", "sqlite")),
        *(("postgres", "sqlite"), ("postgres", "postgres")),
    ],
    every=2,
)


def do(url: str, what: Callable[[AsyncConnection], Awaitable[Did]]) -> Did:
    """In a transaction of its own."""

    async def within() -> Did:
        database = Database(url)
        async with database.begin() as conn:
            done = await what(conn)
        await database.close()
        return done

    return asyncio.run(within())


async def everything(conn: AsyncConnection) -> dict[str, list[Any]]:
    return {
        table.name: [
            tuple(row) for row in await conn.execute(sa.select(table).order_by(*table.primary_key))
        ]
        for table in metadata.sorted_tables
    }


async def zone(conn: AsyncConnection) -> str | None:
    return await guilds.zone(conn, GUILD)


def set_zone(url: str, name: str) -> None:
    do(url, lambda conn: guilds.set_zone(conn, GUILD, name))


async def new_event(conn: AsyncConnection) -> int:
    return (await events.add(conn, draft())).id


def backed_up(url: str, where: Path, name: str = "backup.db") -> Path:
    file = where / name
    assert tweetup("backup", str(file), "--db", url) == 0
    return file


def alembic(url: str, to: Callable[[sa.Connection], None]) -> None:
    do(url, lambda conn: conn.run_sync(to))


@pytest.mark.parametrize(("database_url", "target_url"), PAIRS, indirect=True)
def test_a_backup_of_either_database_comes_back_as_either(
    database_url: str, target_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    do(database_url, fill_guild)
    before = do(database_url, everything)
    assert all(rows for name, rows in before.items() if name != "chat_posts")
    # Deleted since, and yet never to be given again.
    deleted = do(database_url, new_event)
    do(database_url, lambda conn: conn.execute(sa.text(f"DELETE FROM events WHERE id={deleted}")))

    file = backed_up(database_url, tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"tweetups: {len(before['events'])}, posts: {len(before['posts'])}" in (
        capsys.readouterr().out
    )
    assert tweetup("restore", str(file), "--db", target_url) == 0

    out = capsys.readouterr().out
    assert "The database is that of" in out
    assert "What was there before" not in out
    assert do(target_url, everything) == before
    assert do(target_url, new_event) == deleted + 1_000_001


def test_what_was_there_is_kept_and_can_be_brought_back(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_zone(database_url, "Europe/London")
    file = backed_up(database_url, tmp_path)
    set_zone(database_url, "Asia/Tokyo")

    assert tweetup("restore", str(file), "--db", database_url) == 0

    assert do(database_url, zone) == "Europe/London"
    (kept,) = tmp_path.glob("*.before-restore-*.db")
    assert str(kept) in capsys.readouterr().out
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept = kept.rename(tmp_path / "kept.db")
    assert tweetup("restore", str(kept), "--db", database_url) == 0
    assert do(database_url, zone) == "Asia/Tokyo"


def test_it_is_backed_up_while_the_bot_writes_and_not_restored_while_it_runs(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def meanwhile() -> None:
        bot = Database(database_url)
        async with bot.begin() as conn:
            await guilds.set_zone(conn, GUILD, "Europe/London")
        async with bot.begin() as conn:
            await guilds.set_zone(conn, GUILD, "Asia/Tokyo")
            await asyncio.to_thread(backed_up, database_url, tmp_path)
        refused = await asyncio.to_thread(
            tweetup, "restore", str(tmp_path / "backup.db"), "--db", database_url
        )
        assert refused == 2
        async with bot.begin() as conn:
            assert await zone(conn) == "Asia/Tokyo"
        await bot.close()

    asyncio.run(meanwhile())
    assert "Please stop it first. Nothing was changed." in capsys.readouterr().err
    assert list(tmp_path.glob("*before*")) == []
    assert tweetup("restore", str(tmp_path / "backup.db"), "--db", database_url) == 0
    assert do(database_url, zone) == "Europe/London"


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = b"\0" * 20_000
    file.write_bytes(content)


def make_newer(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def write_notes(file: Path) -> None:
    file.write_text("Buy milk, and more milk. " * 1_000, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (damage, "is damaged ("),
        (make_newer, "backup.db was written by a newer version of Tweetup (its version is 9999"),
        (write_notes, "is no backup of Tweetup (file is not a database)"),
        (empty, "is no backup of Tweetup (no such table: alembic_version)"),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(
    spoil: Callable[[Path], None],
    reason: str,
    sqlite_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    do(sqlite_url, fill_guild)
    file = backed_up(sqlite_url, tmp_path)
    before = do(sqlite_url, everything)
    spoil(file)
    assert tweetup("restore", str(file), "--db", sqlite_url) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
    assert do(sqlite_url, everything) == before
    assert {path.name for path in tmp_path.iterdir()} == {"backup.db", "tweetup.db"}


def test_a_disk_that_is_full_changes_nothing(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = backed_up(sqlite_url, tmp_path)
    do(sqlite_url, fill_guild)
    before = do(sqlite_url, everything)
    # The backup itself finds room; then only half of it does; a longer one is what is kept.
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (file.stat().st_size + 1, file.stat().st_size // 2):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, unlimited[1]))
        try:
            assert tweetup("restore", str(file), "--db", sqlite_url) == 2
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        err = capsys.readouterr().err
        assert f"needs room in {tmp_path} for" in err
        assert err.endswith("Nothing was changed.\n")
    assert do(sqlite_url, everything) == before
    assert {path.name for path in tmp_path.iterdir()} == {"backup.db", "tweetup.db"}


def test_a_failure_in_the_midst_leaves_postgresql_as_it_was(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(postgres_url, fill_guild)
    file = backed_up(postgres_url, tmp_path)
    before = do(postgres_url, everything)

    async def cut_off(*_: object) -> NoReturn:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(transplant, "out_of_copy", cut_off)
        with pytest.raises(ConnectionResetError):
            tweetup("restore", str(file), "--db", postgres_url)
    assert do(postgres_url, everything) == before
    connection = sqlite3.connect(file)
    connection.execute("UPDATE posts SET body = 'no JSON'")
    connection.commit()
    connection.close()
    with pytest.raises(ValueError, match="Expecting value"):
        tweetup("restore", str(file), "--db", postgres_url)
    assert do(postgres_url, everything) == before


def test_a_ruined_database_gives_way_to_a_backup(sqlite_url: str, tmp_path: Path) -> None:
    set_zone(sqlite_url, "Europe/London")
    file = backed_up(sqlite_url, tmp_path)
    ruined = Path(sqlite_url.partition("///")[2])
    write_notes(ruined)
    assert tweetup("restore", str(file), "--db", sqlite_url) == 0
    assert do(sqlite_url, zone) == "Europe/London"
    (kept,) = tmp_path.glob("*.before-restore-*.db")
    assert kept.read_text(encoding="utf-8").startswith("Buy milk")


# It is brought up to date as a file, whatever it then comes to.
@pytest.mark.parametrize("target_url", sampled(["sqlite", "postgres"], every=2), indirect=True)
def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    sqlite_url: str, target_url: str, tmp_path: Path
) -> None:
    set_zone(sqlite_url, "Europe/London")
    alembic(sqlite_url, lambda c: command.downgrade(migration.configuration(c), "0014_questions"))
    file = backed_up(sqlite_url, tmp_path)
    assert tweetup("restore", str(file), "--db", target_url) == 0
    assert tweetup("db", "status", "--db", target_url) == 0
    assert do(target_url, zone) == "Europe/London"


def test_a_database_of_a_later_version_is_not_overwritten_in_place(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = backed_up(postgres_url, tmp_path)
    statement = "UPDATE alembic_version SET version_num = '9999'"
    do(postgres_url, lambda conn: conn.execute(sa.text(statement)))
    assert tweetup("restore", str(file), "--db", postgres_url) == 2
    assert "make an empty database beside it" in capsys.readouterr().err


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_made(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine", encoding="utf-8")
    assert tweetup("backup", str(there), "--db", sqlite_url) == 2
    assert "a backup overwrites nothing" in capsys.readouterr().err
    assert there.read_text(encoding="utf-8") == "mine"
    assert tweetup("backup", str(tmp_path / "no/where.db"), "--db", sqlite_url) == 2
    assert "cannot be written to" in capsys.readouterr().err

    def full(source: Path, target: Path) -> None:
        shutil.copy(source, target)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(copies, "copy", full)
    assert tweetup("backup", str(tmp_path / "new.db"), "--db", sqlite_url) == 2
    assert "database or disk is full" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"there.db", "tweetup.db"}
    assert tweetup("backup", str(tmp_path / "new.db"), "--db", f"{sqlite_url}.missing") == 2


def test_what_is_no_whole_database_is_not_backed_up(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.db").touch()
    url = f"sqlite:///{tmp_path}/empty.db"
    assert tweetup("backup", str(tmp_path / "backup.db"), "--db", url) == 2
    assert "There is nothing to back up" in capsys.readouterr().err
    do(sqlite_url, fill_guild)
    damage(tmp_path / "tweetup.db")
    assert tweetup("backup", str(tmp_path / "backup.db"), "--db", sqlite_url) == 2
    assert "is damaged (database disk image is malformed)" in capsys.readouterr().err
    assert not (tmp_path / "backup.db").exists()


def test_what_needs_the_database_alone_needs_no_tokens(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(f"[database]\nurl = '{sqlite_url}'\n", encoding="utf-8")
    assert tweetup("backup", "backup.db") == 0
    assert tweetup("db", "status") == 0


def test_status_tells_whether_to_upgrade_and_upgrade_does(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tweetup("db", "status", "--db", database_url) == 0
    assert "The database is up to date: " in capsys.readouterr().out
    alembic(database_url, lambda c: command.downgrade(migration.configuration(c), "0014_questions"))
    assert tweetup("db", "status", "--db", database_url) == 1
    assert "The database is at 0014_questions, this program at" in capsys.readouterr().out
    if database_url.startswith("postgresql"):
        assert tweetup("backup", str(tmp_path / "old.db"), "--db", database_url) == 2
        assert "run `tweetup db upgrade` first" in capsys.readouterr().err
    assert tweetup("db", "upgrade", "--db", database_url) == 0
    assert "The database is up to date: " in capsys.readouterr().out
    alembic(database_url, lambda c: command.downgrade(migration.configuration(c), "base"))
    assert tweetup("db", "status", "--db", database_url) == 1
    assert "The database is empty." in capsys.readouterr().out
