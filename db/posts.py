"""Posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Post
from db.lookup import rows_of
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


def post_row(post: Post) -> dict[str, Any]:
    body = _POST.dump_python(post, mode="json", exclude=set(_COLUMNS), exclude_defaults=True)
    return {name: getattr(post, name) for name in _COLUMNS} | {"body": body}


def post_of(row: sa.Row[Any]) -> Post:
    """The post in a row that has all columns of the table."""
    return _POST.validate_python(row.body | {name: getattr(row, name) for name in _COLUMNS})
