"""People on X."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Author, handle_key
from db.lookup import chunks, rows_of
from db.schema import people
from db.upsert import New, upsert

_AUTHOR = sa.select(
    people.c.id, people.c.handle, people.c.name, people.c.avatar_url, people.c.protected
)


async def save(conn: AsyncConnection, authors: Iterable[Author]) -> None:
    """Store people as X describes them now; what it leaves blank stays as it was known."""
    rows = [asdict(author) | {"handle_key": handle_key(author.handle)} for author in authors]
    await upsert(conn, people, rows, _described_anew)


async def get_many(conn: AsyncConnection, ids: Collection[int]) -> dict[int, Author]:
    return {row.id: _author(row) for row in await rows_of(conn, _AUTHOR, people.c.id, ids)}


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


def _described_anew(new: New) -> dict[str, sa.ColumnElement[Any]]:
    told = {
        name: sa.func.coalesce(sa.func.nullif(new[name], ""), people.c[name])
        for name in ("handle", "handle_key", "name", "avatar_url")
    }
    return {**told, "protected": new.protected}


def _author(row: sa.Row[Any]) -> Author:
    return Author(row.id, row.handle, row.name, row.avatar_url, row.protected)
