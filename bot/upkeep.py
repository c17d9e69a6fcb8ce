"""`tweetup backup`, `tweetup restore` and `tweetup db`: what an operator does with the database."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import logs
from bot.errors import DatabaseTooNew, UserError
from bot.texts import text
from db import copies, migration, transplant
from db.engine import Database, require

UP_TO_DATE, BEHIND = 0, 1


def backup(file: Path, url: str) -> int:
    """Copy the whole database into a new file, whether a bot is at work with it or not.

    Gives the exit code. Raises UserError when the database cannot be used, or the file not be
    written.
    """
    logs.setup("warning", "console", [])
    require(url)
    with copies.written(file) as unfinished:
        asyncio.run(_save(url, unfinished))
        found = copies.examine(unfinished)
    size = f"{file.stat().st_size / 1_000_000:.1f}"
    done = text("backup.done", path=file, size=size, tweetups=found.tweetups, posts=found.posts)
    _say(done)
    return 0


def restore(file: Path, url: str) -> int:
    """Put a backup in the place of the whole database, and keep what was there.

    Gives the exit code. Raises UserError, and has changed nothing, when the file is no backup,
    damaged or of a newer program, a bot is at work, or there is no room.
    """
    logs.setup("warning", "console", [])
    found = copies.examine(file)
    kept = asyncio.run(_restore(file, url))
    _say(text("restore.done", path=file, tweetups=found.tweetups, posts=found.posts))
    if kept is not None:
        _say(text("restore.kept", path=kept))
    return 0


def upgrade(url: str) -> int:
    """Bring the database up to this program's revision; gives the exit code.

    Raises UserError when the database cannot be used, DatabaseTooNew when a later program wrote it.
    """
    logs.setup("info", "console", [])
    require(url)
    asyncio.run(_migrate(url))
    return status(url)


def status(url: str) -> int:
    """Say at which revision the database is; the exit code is 1 when it is to be upgraded.

    Raises UserError when the database cannot be used.
    """
    logs.setup("warning", "console", [])
    require(url)
    found, newest = asyncio.run(_standing(url))
    if found == newest:
        _say(text("db.current", found=found))
        return UP_TO_DATE
    _say(text("db.behind" if found else "db.empty", found=found, known=newest))
    return BEHIND


async def _save(url: str, file: Path) -> None:
    async with _opened(url) as database:
        async with database.read() as conn:
            found, *_ = await conn.run_sync(migration.heads)
        if not found:
            raise UserError("backup.nothing", url=database.shown_url)
        if database.file is not None:
            copies.copy(database.file, file)
            return
        async with database.read() as conn:
            await transplant.into_copy(conn, file)


async def _restore(file: Path, url: str) -> Path | None:
    """Gives where what was there is kept; None when there was nothing."""
    database = Database(url)
    beside = database.file or file
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    kept = beside.with_name(f"{beside.stem}.before-restore-{now}.db")
    with ExitStack() as stack:
        with copies.room_in(kept.parent):
            scratch = tempfile.TemporaryDirectory(dir=kept.parent, prefix=".restoring-")
            new = Path(stack.enter_context(scratch)) / "new.db"
            copies.copy(file, new)
            try:
                await _migrate(f"sqlite+aiosqlite:///{new}")
            except DatabaseTooNew as error:
                raise UserError("restore.too_new", path=file, **error.params) from error
            copies.count_beyond(new)
            if database.file is not None:
                return kept if copies.replace(database.file, new, kept) else None
        return kept if await _replace(url, new, kept) else None


async def _replace(url: str, new: Path, kept: Path) -> bool:
    """The same on PostgreSQL; a failure at any point leaves everything as it was."""
    async with _opened(url) as database:
        async with database.read() as conn:
            await transplant.be_alone(conn)
            found, *_ = await conn.run_sync(migration.heads)
        try:
            await database.migrate()
        except DatabaseTooNew as error:
            raise UserError("restore.newer", url=database.shown_url) from error
        if found:
            with copies.written(kept) as unfinished:
                async with database.read() as conn:
                    await transplant.into_copy(conn, unfinished)
        async with database.begin() as conn:
            await transplant.out_of_copy(new, conn)
        return bool(found)


async def _migrate(url: str) -> None:
    async with _opened(url) as database:
        await database.migrate()


async def _standing(url: str) -> tuple[str, str]:
    async with _opened(url) as database, database.read() as conn:
        found, newest, _ = await conn.run_sync(migration.heads)
        return found, newest


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        await database.reach()
        yield database
    finally:
        await database.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
