"""Who turned to whom, and in which post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.interactions import Interaction
from db.counting import advertises, counts
from db.lookup import Key, Lookup, chunks, is_among, listed, rows_of
from db.schema import interactions, people, posts
from db.upsert import Writing

_OPEN = interactions.c.other_id.is_(None)
_COLUMNS = (
    "post_id",
    "number",
    "kind",
    "author_id",
    "at",
    "other_id",
    "other_handle",
    "other_post_id",
)
_INTERACTIONS = Writing(interactions, _COLUMNS)


class _Open(NamedTuple):
    """Interactions that are not resolved: whom a column names, and how that is filled in."""

    named: Lookup
    fill: sa.Update

    @classmethod
    def by(cls, column: sa.Column[Any]) -> Self:
        return cls(
            Lookup(sa.select(column.label("towards")).where(_OPEN), column),
            sa.update(interactions)
            .where(_OPEN, column == sa.bindparam("key"))
            .values(other_id=sa.bindparam("person")),
        )


_BY_POST = _Open.by(interactions.c.other_post_id)
_BY_HANDLE = _Open.by(interactions.c.other_handle)


async def add(conn: AsyncConnection, given: Iterable[Interaction]) -> None:
    """Store interactions; all of a post come in one call. Those that are stored stay."""
    numbers: Counter[int] = Counter()
    rows = []
    for interaction in given:
        numbers[interaction.post_id] += 1
        rows.append(_row(interaction, numbers[interaction.post_id]))
    await _INTERACTIONS.write(conn, rows)


async def drop(conn: AsyncConnection, post_ids: Collection[int]) -> None:
    """Forget whom these posts turned to."""
    for chunk in chunks(post_ids):
        await conn.execute(sa.delete(interactions).where(interactions.c.post_id.in_(chunk)))


async def resolve(
    conn: AsyncConnection,
    *,
    posts: Mapping[int, int],
    handles: Mapping[str, int],
    unresolved: Collection[int],
) -> None:
    """Fill in whom interactions turned to, as far as that is known now.

    `posts` are posts just stored, with their authors' ids; `handles` are people just stored, by
    their handles as handles compare. Interactions with these are resolved, and those in the posts
    `unresolved` with whatever was stored before.
    """
    await _fill(conn, _BY_POST, posts)
    await _fill(conn, _BY_HANDLE, handles)
    if unresolved:
        engine = conn.dialect.name
        await conn.execute(_fill_from_stored(engine), listed(engine, unresolved))


async def among(
    conn: AsyncConnection, guild_id: int, person_ids: Collection[int], before: datetime
) -> list[Interaction]:
    """Interactions between two of these people, earlier than `before`, oldest first.

    Only those that count in the guild (see `db.counting`), and none that turned out to be with
    oneself.
    """
    people = set(person_ids)
    found = await around(conn, guild_id, people, before)
    return [each for each in found if each.author_id in people and each.other_id in people]


async def around(
    conn: AsyncConnection, guild_id: int, person_ids: Collection[int], before: datetime
) -> list[Interaction]:
    """Interactions of these people with anybody, or of anybody with them; otherwise as `among`."""
    with_another = interactions.c.author_id != interactions.c.other_id
    counted = counts(interactions.c.post_id, interactions.c.author_id, guild_id)
    passed_on = (interactions.c.kind == "repost") & advertises(interactions.c.other_post_id)
    query = sa.select(interactions).where(
        interactions.c.at < before, with_another, counted, ~passed_on
    )
    found: dict[tuple[int, int], Interaction] = {}
    for end in (interactions.c.author_id, interactions.c.other_id):
        for row in await rows_of(conn, query, end, person_ids):
            found[row.post_id, row.number] = interaction_of(row)
    return sorted(found.values(), key=lambda each: (each.at, each.post_id))


async def of_posts(conn: AsyncConnection, post_ids: Collection[int]) -> list[Interaction]:
    """Whom these posts turned to."""
    query = sa.select(interactions)
    return [interaction_of(r) for r in await rows_of(conn, query, interactions.c.post_id, post_ids)]


async def forget_towards(conn: AsyncConnection, person_ids: Collection[int]) -> None:
    """Erase that anybody turned to these people."""
    for chunk in chunks(person_ids):
        await conn.execute(sa.delete(interactions).where(interactions.c.other_id.in_(chunk)))


async def _fill(conn: AsyncConnection, unresolved: _Open, known: Mapping[Key, int]) -> None:
    # Few are open. Asking for them is one statement; filling in all that is known would be many.
    towards = {row.towards for row in await unresolved.named.rows(conn, known)}
    if towards:
        given = [{"key": key, "person": known[key]} for key in towards]
        await conn.execute(unresolved.fill, given)


@cache
def _fill_from_stored(engine: str) -> sa.Update:
    author = (
        sa.select(posts.c.author_id)
        .where(posts.c.id == interactions.c.other_post_id)
        .scalar_subquery()
    )
    holder = (
        sa.select(sa.func.max(people.c.id))
        .where(people.c.handle_key == interactions.c.other_handle)
        .scalar_subquery()
    )
    theirs = is_among(engine, interactions.c.post_id)
    known = sa.func.coalesce(author, holder)
    return sa.update(interactions).where(theirs, _OPEN).values(other_id=known)


def _row(interaction: Interaction, number: int) -> tuple[Any, ...]:
    return (
        interaction.post_id,
        number,
        interaction.kind,
        interaction.author_id,
        interaction.at,
        interaction.other_id,
        interaction.other_handle,
        interaction.other_post_id,
    )


def interaction_of(row: sa.Row[Any]) -> Interaction:
    return Interaction(
        row.post_id,
        row.kind,
        row.author_id,
        row.at,
        other_id=row.other_id,
        other_handle=row.other_handle,
        other_post_id=row.other_post_id,
    )
