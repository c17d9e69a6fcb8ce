"""Posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from msgspec.structs import fields, replace
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Post, told_again
from db.lookup import Lookup, chunks, rows_of
from db.schema import posts, versions
from db.upsert import Writing

# Kept in columns of their own; everything else of a post is its body.
_COLUMNS = ("id", "author_id", "created_at", "reposted_id")
_IN_BODY = [field for field in fields(Post) if field.name not in _COLUMNS]
# What is as it would be anyway is left out of the JSON.
_Body = msgspec.defstruct(
    "_Body",
    [(f.name, Any) if f.required else (f.name, Any, f.default) for f in _IN_BODY],
    omit_defaults=True,
    gc=False,
)
_columns_of = attrgetter(*_COLUMNS)
_body_of = attrgetter(*(field.name for field in _IN_BODY))

_POSTS = Writing(posts, (*_COLUMNS, "body"))
_VERSIONS = Writing(versions, ("id", "post_id"))
_BY_ID = Lookup(sa.select(posts), posts.c.id)
_AS_WRITTEN = Lookup(
    sa.select(*(posts.c[name] for name in _COLUMNS), sa.cast(posts.c.body, sa.Text).label("body")),
    posts.c.id,
)
_IDS = Lookup(sa.select(posts.c.id), posts.c.id)
_FIRST_VERSIONS = Lookup(sa.select(versions.c.id, versions.c.post_id), versions.c.id)


class News(NamedTuple):
    """What posts told: those that were not stored; of the others those of which X told something
    else than before, be it what they say or only counts."""

    new: set[int]
    changed: set[int]
    recounted: set[int]


async def save(conn: AsyncConnection, given: Iterable[Post]) -> News:
    """Store posts, each given once, or bring those that are stored up to date.

    In the order of their ids, as whatever writes several rows: see `db/upsert.py`.
    """
    told = {post.id: post for post in sorted(given, key=attrgetter("id"))}
    rows = {post_id: _row(post) for post_id, post in told.items()}
    there = await _AS_WRITTEN.rows(conn, rows)
    missing = rows.keys() - {row.id for row in there}
    new = await _POSTS.add(conn, [rows[post_id] for post_id in missing])
    if missing - new:
        # Another process was first just now; what it changed besides was waited for as well.
        there = await _AS_WRITTEN.rows(conn, rows.keys() - new)
    news = News(new, set(), set())
    for row in sorted(there, key=attrgetter("id")):
        *columns, body = rows[row.id]
        # What would be written in the same words says the same; PostgreSQL has words of its own.
        if row != (*columns, msgspec.json.encode(body).decode()):
            known = _post(row, msgspec.json.decode(row.body))
            await _renew(conn, known, told[row.id], news)
    return news


async def _renew(conn: AsyncConnection, known: Post, post: Post, news: News) -> None:
    if post == known or (latest := told_again(known, post)) == known:
        return
    same_words = replace(latest, metrics=known.metrics, poll=known.poll) == known
    (news.recounted if same_words else news.changed).add(post.id)
    values = dict(zip(_POSTS.names, _row(latest), strict=True))
    await conn.execute(sa.update(posts).where(posts.c.id == post.id).values(values))


async def note_versions(conn: AsyncConnection, given: Iterable[Post]) -> None:
    """Remember by which later ids stored posts go as well."""
    rows = [
        (version, post.id)
        for post in given
        for version in {*post.edits, post.shown_version}
        if version != post.id
    ]
    await _VERSIONS.write(conn, rows)


async def first_versions(conn: AsyncConnection, ids: Collection[int]) -> dict[int, int]:
    """The ids posts are stored by, of those among `ids` that are later versions of them."""
    return {row.id: row.post_id for row in await _FIRST_VERSIONS.rows(conn, ids)}


async def stored(conn: AsyncConnection, ids: Collection[int]) -> set[int]:
    """Those of `ids` that are stored, by whichever version."""
    found = await _IDS.rows(conn, ids)
    return {row.id for row in found} | set(await first_versions(conn, ids))


async def get_many(conn: AsyncConnection, ids: Collection[int]) -> dict[int, Post]:
    return {row.id: post_of(row) for row in await _BY_ID.rows(conn, ids)}


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


def _row(post: Post) -> tuple[Any, ...]:
    return (*_columns_of(post), _Body(*_body_of(post)))


def post_of(row: sa.Row[Any]) -> Post:
    """The post in a row that has all columns of the table."""
    return _post(row, row.body)


def _post(row: sa.Row[Any], body: dict[str, Any]) -> Post:
    return msgspec.convert(body | {name: getattr(row, name) for name in _COLUMNS}, Post)
