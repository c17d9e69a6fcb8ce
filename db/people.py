"""People on X."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Author, handle_key
from db.lookup import Lookup, chunks
from db.schema import people
from db.upsert import New, Writing

_AUTHOR: sa.Select[Any] = sa.select(
    people.c.id, people.c.handle, people.c.name, people.c.avatar_url, people.c.protected
)
_BY_ID = Lookup(_AUTHOR, people.c.id)


def _described_anew(new: New) -> dict[str, sa.ColumnElement[Any]]:
    told = {
        name: sa.func.coalesce(sa.func.nullif(new[name], ""), people.c[name])
        for name in ("handle", "handle_key", "name", "avatar_url")
    }
    return {**told, "protected": new.protected}


_COLUMNS = ("id", "handle", "handle_key", "name", "avatar_url", "protected")
_DESCRIBED = Writing(people, _COLUMNS, _described_anew)
_MISSING = Writing(people, _COLUMNS)


async def save(conn: AsyncConnection, authors: Iterable[Author]) -> None:
    """Store people as X describes them now; what it leaves blank stays as it was known."""
    await _DESCRIBED.write(conn, map(_row, authors))


async def add(conn: AsyncConnection, authors: Iterable[Author]) -> None:
    """Store people who are not known yet; the others stay as they are."""
    await _MISSING.write(conn, map(_row, authors))


async def get_many(conn: AsyncConnection, ids: Collection[int]) -> dict[int, Author]:
    return {row.id: _author(row) for row in await _BY_ID.rows(conn, ids)}


async def of_handle(conn: AsyncConnection, handle: str) -> list[Author]:
    """The people last seen under a handle: several where it was given up and taken by others."""
    query = _AUTHOR.where(people.c.handle_key == handle_key(handle)).order_by(people.c.id)
    return [_author(row) for row in await conn.execute(query)]


def _row(author: Author) -> tuple[Any, ...]:
    key = handle_key(author.handle)
    return author.id, author.handle, key, author.name, author.avatar_url, author.protected


async def all_ids(conn: AsyncConnection) -> set[int]:
    return set(await conn.scalars(sa.select(people.c.id)))


async def protect(conn: AsyncConnection, ids: Collection[int]) -> None:
    """Note that these people show what they post to their followers alone."""
    for chunk in chunks(ids):
        await conn.execute(
            sa.update(people).where(people.c.id.in_(chunk)).values(protected=sa.true())
        )


async def remove(conn: AsyncConnection, ids: Collection[int]) -> None:
    for chunk in chunks(ids):
        await conn.execute(sa.delete(people).where(people.c.id.in_(chunk)))


def _author(row: sa.Row[Any]) -> Author:
    return Author(row.id, row.handle, row.name, row.avatar_url, row.protected)
