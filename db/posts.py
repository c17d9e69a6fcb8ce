"""Posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Post
from db.lookup import chunks, rows_of
from db.schema import posts
from db.upsert import insert

_POST = TypeAdapter(Post)
# Kept in columns of their own; everything else of a post is its body.
_COLUMNS = ("id", "author_id", "created_at", "reposted_id")


async def save(conn: AsyncConnection, given: Iterable[Post]) -> set[int]:
    """Store posts that are not stored yet; gives their ids. Those that are stay as they are."""
    first = {post.id: post for post in reversed(list(given))}
    if not first:
        return set()
    insertion = insert(conn, posts).on_conflict_do_nothing().returning(posts.c.id)
    rows = [post_row(first[post_id]) for post_id in sorted(first)]
    return set(await conn.scalars(insertion, rows))


async def get_many(conn: AsyncConnection, ids: Collection[int]) -> dict[int, Post]:
    return {row.id: post_of(row) for row in await rows_of(conn, sa.select(posts), posts.c.id, ids)}


async def all_ids(conn: AsyncConnection) -> set[int]:
    return set(await conn.scalars(sa.select(posts.c.id)))


async def authors_of(conn: AsyncConnection, ids: Collection[int]) -> dict[int, int]:
    """The authors' ids of those of these posts that are stored."""
    query = sa.select(posts.c.id, posts.c.author_id)
    return {row.id: row.author_id for row in await rows_of(conn, query, posts.c.id, ids)}


async def by_authors(conn: AsyncConnection, author_ids: Collection[int]) -> dict[int, int]:
    """The stored posts of these people, with their authors' ids."""
    query = sa.select(posts.c.id, posts.c.author_id)
    found = await rows_of(conn, query, posts.c.author_id, author_ids)
    return {row.id: row.author_id for row in found}


async def reposts_of(conn: AsyncConnection, ids: Collection[int]) -> dict[int, int]:
    """The stored reposts of these posts, with the ids of what they repost."""
    query = sa.select(posts.c.id, posts.c.reposted_id)
    found = await rows_of(conn, query, posts.c.reposted_id, ids)
    return {row.id: row.reposted_id for row in found}


async def referring_to(conn: AsyncConnection, ids: Collection[int]) -> set[int]:
    """The stored posts that answer or quote one of these."""
    # Through text, for a JSON number of PostgreSQL's would be taken for a short one.
    columns = [
        sa.cast(posts.c.body[name].as_string(), sa.BigInteger)
        for name in ("reply_to_id", "quoted_id")
    ]
    found = [await rows_of(conn, sa.select(posts.c.id), column, ids) for column in columns]
    return {row.id for rows in found for row in rows}


async def remove(conn: AsyncConnection, ids: Collection[int]) -> None:
    """Erase posts, and with them their rows in feeds and their interactions."""
    for chunk in chunks(ids):
        await conn.execute(sa.delete(posts).where(posts.c.id.in_(chunk)))


def post_row(post: Post) -> dict[str, Any]:
    body = _POST.dump_python(post, mode="json", exclude=set(_COLUMNS), exclude_defaults=True)
    return {name: getattr(post, name) for name in _COLUMNS} | {"body": body}


def post_of(row: sa.Row[Any]) -> Post:
    """The post in a row that has all columns of the table."""
    return _POST.validate_python(row.body | {name: getattr(row, name) for name in _COLUMNS})
