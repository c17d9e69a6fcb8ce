"""What kind of post each is, why, and what is remembered of it for the sake of later ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.noise import (
    RECORD_POSTS,
    RECORD_TIME,
    REMEMBERED,
    Past,
    Reason,
    Verdict,
)
from db.columns import UtcDateTime
from db.lookup import Lookup, chunks, listed, table_of
from db.schema_noise import verdicts
from db.upsert import Writing

_PAST = (
    verdicts.c.author_id,
    verdicts.c.posted_at,
    verdicts.c.kind,
    verdicts.c.answers,
    verdicts.c.fingerprint,
)
_PASTS = msgspec.json.Decoder(list[Past], strict=False)
_VERDICTS = Writing(
    verdicts,
    (
        "post_id",
        "author_id",
        "posted_at",
        "kind",
        "confidence",
        "reasons",
        "answers",
        "fingerprint",
    ),
)
_OF_POSTS = Lookup(
    sa.select(verdicts.c.post_id, verdicts.c.kind, verdicts.c.confidence, verdicts.c.reasons),
    verdicts.c.post_id,
)
_LAST = sa.bindparam("last", type_=UtcDateTime)


async def save(conn: AsyncConnection, given: Iterable[tuple[int, Past, Verdict]]) -> None:
    """Store verdicts by post; one that is stored stays as it is."""
    await _VERDICTS.write(conn, [_row(*each) for each in given])


async def drop(conn: AsyncConnection, post_ids: Collection[int]) -> None:
    """Erase the verdicts on posts that now say something else."""
    for chunk in chunks(post_ids):
        await conn.execute(sa.delete(verdicts).where(verdicts.c.post_id.in_(chunk)))


async def get_many(conn: AsyncConnection, post_ids: Collection[int]) -> dict[int, Verdict]:
    return {row.post_id: _verdict(row) for row in await _OF_POSTS.rows(conn, post_ids)}


async def of_authors(
    conn: AsyncConnection, author_ids: Collection[int], first: datetime, last: datetime
) -> dict[int, list[Past]]:
    """The latest posts of authors, as many as count, from before `first` up to `last`.

    However many posts an author has, the index is read for so many steps. The past of each comes
    as one JSON text: to hand out a row costs SQLAlchemy more than to read it costs the database.
    """
    engine = conn.dialect.name
    given = {"since": first - RECORD_TIME, "last": last, **listed(engine, author_ids)}
    found = await conn.execute(_of_authors(engine), given)
    told = ((author_id, _PASTS.decode(past or "[]")) for author_id, past in found)
    return {author_id: past for author_id, past in told if past}


async def last_said(
    conn: AsyncConnection, fingerprints: Collection[str], first: datetime, last: datetime
) -> dict[str, datetime]:
    """When a post with each of these fingerprints was last made, as far back as copies count from
    `first`, and not after `last`."""
    engine = conn.dialect.name
    given = {"since": first - REMEMBERED, "last": last, **listed(engine, fingerprints)}
    found = await conn.execute(_last_said(engine), given)
    return {mark: at for mark, at in found if at is not None}


@cache
def _of_authors(engine: str) -> sa.Select[Any]:
    """An author's id, and what is remembered of their posts as one JSON text."""
    since = sa.bindparam("since", type_=UtcDateTime)
    authors = table_of(engine, verdicts.c.author_id)
    latest = (
        sa.select(*_PAST)
        .where(
            verdicts.c.author_id == authors.c.value,
            verdicts.c.posted_at.between(since, _LAST),
        )
        .order_by(verdicts.c.posted_at.desc())
        .limit(RECORD_POSTS)
        .correlate(authors)
        .subquery()
    )
    if engine == "postgresql":
        rows = sa.func.json_agg(sa.func.json_build_array(*latest.c))
    else:
        zone: sa.ColumnElement[str] = sa.literal_column("'Z'")
        columns = [
            sa.type_coerce(each, sa.Text).concat(zone) if each is latest.c.posted_at else each
            for each in latest.c
        ]
        rows = sa.func.json_group_array(sa.func.json_array(*columns))
    past = sa.select(sa.cast(rows, sa.Text)).correlate(authors).scalar_subquery()
    return sa.select(authors.c.value, past)


@cache
def _last_said(engine: str) -> sa.Select[Any]:
    since = sa.bindparam("since", type_=UtcDateTime)
    marks = table_of(engine, verdicts.c.fingerprint)
    latest = (
        sa.select(sa.func.max(verdicts.c.posted_at))
        .where(
            verdicts.c.fingerprint == marks.c.value,
            verdicts.c.posted_at.between(since, _LAST),
        )
        .scalar_subquery()
    )
    return sa.select(marks.c.value, latest)


def _row(post_id: int, past: Past, verdict: Verdict) -> tuple[Any, ...]:
    reasons = [(reason.key, reason.params) for reason in verdict.reasons]
    return (
        post_id,
        past.author_id,
        past.posted_at,
        verdict.kind,
        verdict.confidence,
        reasons,
        past.answers,
        past.fingerprint,
    )


def _verdict(row: sa.Row[Any]) -> Verdict:
    reasons = tuple(Reason(key, params) for key, params in row.reasons)
    return Verdict(row.kind, row.confidence, reasons)
