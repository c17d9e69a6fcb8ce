"""Posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Post, told_again
from db.lookup import chunks, rows_of
from db.schema import posts, versions
from db.upsert import add_missing, add_new

# Kept in columns of their own; everything else of a post is its body.
_COLUMNS = ("id", "author_id", "created_at", "reposted_id")


async def save(conn: AsyncConnection, given: Iterable[Post]) -> set[int]:
    """Store posts that are not stored yet; gives their ids. Those that are stay as they are."""
    first = {post.id: post for post in reversed(list(given))}
    return await add_new(conn, posts, map(post_row, first.values()))


class News(NamedTuple):
    """Stored posts of which X told something else than before: what they say, or only counts."""

    changed: set[int]
    recounted: set[int]


async def renew(conn: AsyncConnection, given: Iterable[Post]) -> News:
    """Bring stored posts up to date; those that are not stored are passed over.

    In the order of their ids, as whatever writes several rows: see `db/upsert.py`.
    """
    told = sorted(given, key=attrgetter("id"))
    before = await get_many(conn, [post.id for post in told])
    news = News(set(), set())
    for post in told:
        known = before.get(post.id)
        if known is None or post == known or (latest := told_again(known, post)) == known:
            continue
        same_words = replace(latest, metrics=known.metrics, poll=known.poll) == known
        (news.recounted if same_words else news.changed).add(post.id)
        await conn.execute(sa.update(posts).where(posts.c.id == post.id).values(post_row(latest)))
    return news


async def note_versions(conn: AsyncConnection, given: Iterable[Post]) -> None:
    """Remember by which later ids stored posts go as well."""
    rows = [
        {"id": version, "post_id": post.id}
        for post in given
        for version in {*post.edits, post.shown_version} - {post.id}
    ]
    await add_missing(conn, versions, rows)


async def first_versions(conn: AsyncConnection, ids: Collection[int]) -> dict[int, int]:
    """The ids posts are stored by, of those among `ids` that are later versions of them."""
    query = sa.select(versions.c.id, versions.c.post_id)
    return {row.id: row.post_id for row in await rows_of(conn, query, versions.c.id, ids)}


async def stored(conn: AsyncConnection, ids: Collection[int]) -> set[int]:
    """Those of `ids` that are stored, by whichever version."""
    found = await rows_of(conn, sa.select(posts.c.id), posts.c.id, ids)
    return {row.id for row in found} | set(await first_versions(conn, ids))


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
    body = msgspec.to_builtins(post, builtin_types=(datetime,))
    return {name: body.pop(name, None) for name in _COLUMNS} | {"body": body}


def post_of(row: sa.Row[Any]) -> Post:
    """The post in a row that has all columns of the table."""
    return msgspec.convert(row.body | {name: getattr(row, name) for name in _COLUMNS}, Post)
