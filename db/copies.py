"""Whole copies of the database, in a file: what a backup is, whatever the bot runs on.

A copy is a SQLite database of the same tables, so it can be looked into, and restored into either.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UserError
from db.schema import metadata

# Ids given after the copy was made stand in Discord's buttons, and in messages: given once more,
# they would mean something else there. So counting goes on well beyond them.
_BEYOND = 1_000_000
_BUSY_SECONDS = 10.0
# The tables whose ids are never given twice.
COUNTING = [
    table.name
    for table in metadata.sorted_tables
    if table.dialect_options["sqlite"].get("autoincrement")
]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: enough to know it again by."""

    revision: str
    tweetups: int
    posts: int


def copy(source: Path, target: Path) -> None:
    """Copy a SQLite database as it is at one moment, also while others write to it.

    What was deleted is not in the copy. `target` may not exist, or be empty. Raises UserError where
    the database cannot be read to its end.
    """
    try:
        with _opened(source) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CORRUPT:
            raise
        raise UserError("backup.damaged", path=str(source), reason=str(error)) from error


def examine(path: Path) -> Contents:
    """What is in a copy. Raises UserError where it is none, or damaged."""
    try:
        with _opened(path) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            flaws = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            flaws += [row[0] for row in connection.execute("PRAGMA foreign_key_check")]
            contents = Contents(
                found[0], *(_count(connection, name) for name in ("events", "posts"))
            )
    except (sqlite3.Error, TypeError) as error:
        corrupt = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT
        key = "restore.damaged" if corrupt else "restore.no_backup"
        raise UserError(key, path=str(path), reason=str(error)) from error
    if flaws != ["ok"]:
        raise UserError("restore.damaged", path=str(path), reason=str(flaws[0]))
    return contents


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def counters(path: Path) -> dict[str, int]:
    """The last id given, by table; of those whose ids are never given twice."""
    with _opened(path) as connection:
        given = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    return {name: given.get(name, 0) for name in COUNTING}


def count_on(path: Path, given: dict[str, int]) -> None:
    """Give no id again up to these, by table."""
    with _opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for name, last in given.items():
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, last))
        connection.execute("COMMIT")


def count_beyond(path: Path) -> None:
    """Give no id again that may have been given after the copy was made."""
    count_on(path, {name: last + _BEYOND for name, last in counters(path).items()})


def replace(target: Path, new: Path, kept: Path) -> bool:
    """Put a copy in the place of a SQLite database, and what was there into `kept`.

    False when there was nothing. Raises UserError where somebody has the database open. Until it
    is done the old one stands; afterwards the new one does, whole.
    """
    if not target.exists():
        new.rename(target)
        return False
    try:
        with _alone_in(target) as connection:
            kept.touch(0o600)
            connection.execute("VACUUM INTO ?", (str(kept),))
            with _opened(new) as source:
                source.backup(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            # What is in it stands in its place still.
            kept.unlink(missing_ok=True)
            raise
        raise UserError("restore.in_use", url=str(target)) from error
    except sqlite3.DatabaseError:
        # Too damaged to be read: that may be why there is something to restore.
        kept.unlink(missing_ok=True)
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{target}{end}").rename(f"{kept}{end}")
        new.rename(target)
    return True


@contextmanager
def _alone_in(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection beside which there is no other, not even one that does nothing."""
    with _opened(path, timeout=0) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        # Whoever has the database open keeps the log ahead in use, and it cannot be put away.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        yield connection


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A new file to fill, for its owner alone; it stands at `path` once it is whole.

    Raises UserError where something stands there, or nothing can be written.
    """
    if path.exists():
        raise UserError("backup.exists", path=str(path))
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.rename(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise UserError(
            "backup.unwritable",
            path=str(path),
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def room_in(directory: Path) -> Iterator[None]:
    """For what restoring needs beside the database. Raises UserError where there is too little
    room, or nothing may be written."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError("restore.no_room", path=str(directory), reason=reason) from error


@contextmanager
def _opened(path: Path, timeout: float = _BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    # Opened for reading alone, SQLite would leave files of its own behind.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(
        sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    ) as connection:
        yield connection
