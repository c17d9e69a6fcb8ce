"""`tweetup import` and `tweetup export`: archives into a tweetup's history, and its posts out.

What goes to others are ids alone: X's terms let everybody look the posts up, as they stand then.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from bot import logs
from bot.domain.choosing import named
from bot.domain.events import Event
from bot.domain.posts import Batch, normalise_hashtag
from bot.errors import UserError
from bot.services.history import keep
from bot.texts import text
from bot.x.archive import Archive, read_archive
from bot.x.gathering import Gathering
from bot.x.tags import is_tags, read_tags
from db import events, export, feed
from db.engine import Database, require
from db.export import Kept

# Posts in one transaction: a running bot is not kept waiting for long.
_PART = 500
_BAD_ROWS_SHOWN = 20


def import_archive(file: Path, event: str | None, hashtag: str | None, url: str) -> int:
    """Let an archive of twarc2 or TAGS join a tweetup's history; gives the exit code.

    `event` is an id or a part of the name; `hashtag` means every tweetup that has it.

    Raises UserError when the archive, the database or the tweetup cannot be used.
    """
    logs.setup("warning", "console", [])
    if (event is None) == (hashtag is None):
        raise UserError("import.target")
    require(url)
    archive, bad = read_tags(file) if is_tags(file) else (read_archive(file), ())
    asyncio.run(_import(archive, event, hashtag, url))
    for row in bad[:_BAD_ROWS_SHOWN]:
        _tell(text("import.bad_row", line=row.line, column=row.column, found=row.found))
    if len(bad) > _BAD_ROWS_SHOWN:
        _tell(text("import.more_bad_rows", n=len(bad) - _BAD_ROWS_SHOWN))
    return 0


def export_posts(event: str, url: str, *, as_jsonl: bool) -> int:
    """Write a tweetup's posts to stdout, oldest first; gives the exit code.

    One id a line or, `as_jsonl`, everything that is stored of each post.

    Raises UserError when the database or the tweetup cannot be used.
    """
    logs.setup("warning", "console", [])
    require(url)
    asyncio.run(_export(event, url, as_jsonl=as_jsonl))
    return 0


async def _import(archive: Archive, event: str | None, hashtag: str | None, url: str) -> None:
    async with _opened(url) as database:
        for chosen in await _targets(database, event, hashtag):
            before = await _count(database, chosen)
            for batch in _batches(archive):
                await keep(database, batch, chosen.id)
            new = await _count(database, chosen) - before
            found = len(archive.posts)
            people = len({post.author_id for post in archive.posts})
            sys.stdout.write(
                text("import.done", n=found, people=people, name=chosen.name, new=new) + "\n"
            )


async def _export(typed: str, url: str, *, as_jsonl: bool) -> None:
    async with _opened(url) as database:
        chosen = _one_of(await _events(database), typed)
        after = 0
        while True:
            async with database.read() as conn:
                part = await export.of_event(conn, chosen.id, after, _PART)
            if not part:
                return
            for kept in part:
                line = _as_json(kept) if as_jsonl else str(kept.post.id)
                sys.stdout.write(line + "\n")
            after = part[-1].post.id


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()


async def _targets(database: Database, event: str | None, hashtag: str | None) -> list[Event]:
    known = await _events(database)
    if event is not None:
        return [_one_of(known, event)]
    tag = normalise_hashtag(hashtag or "")
    found = [each for each in known if tag is not None and normalise_hashtag(each.hashtag) == tag]
    if not found:
        raise UserError("event.choice", found=hashtag, events=_listed(known))
    return found


async def _events(database: Database) -> list[Event]:
    async with database.read() as conn:
        return await events.everywhere(conn)


async def _count(database: Database, event: Event) -> int:
    async with database.read() as conn:
        return sum((await feed.counts(conn, event.id)).values())


def _one_of(known: Sequence[Event], typed: str) -> Event:
    fitting = [each for each in known if str(each.id) == typed] or named(known, typed)
    if len(fitting) != 1:
        raise UserError("event.choice", found=typed, events=_listed(fitting or known))
    return fitting[0]


def _listed(known: Iterable[Event]) -> str:
    lines = [
        f"  {each.id}  {each.name}, {each.local_start:%Y-%m-%d}, #{each.hashtag}" for each in known
    ]
    return "\n".join(lines) or text("import.no_events")


def _batches(archive: Archive) -> Iterator[Batch]:
    whole = Gathering({post.id: post for post in archive.posts}, archive.context, archive.authors)
    for start in range(0, len(archive.posts), _PART):
        yield whole.batch("import", archive.posts[start : start + _PART], cursor=None)


def _as_json(kept: Kept) -> str:
    post: dict[str, Any] = asdict(kept.post)
    told = {name: value for name, value in post.items() if value not in (None, (), [], False)}
    line = {**told, "author": kept.author, "state": kept.state}
    return json.dumps(_with_digits(line), ensure_ascii=False, default=_plain)


def _with_digits(value: Any, name: str = "") -> Any:
    """The same with ids as strings of digits: JavaScript cannot count that far."""
    if isinstance(value, Struct):
        value = asdict(value)
    if isinstance(value, dict):
        return {key: _with_digits(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_digits(each, name) for each in value]
    is_id = name in {"id", "edits"} or name.endswith("_id")
    return str(value) if is_id and isinstance(value, int) else value


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
