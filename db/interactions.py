"""Who turned to whom, and in which post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.interactions import Interaction
from db.lookup import chunks
from db.schema import events, feed, interactions, people, posts
from db.upsert import add_missing

_OPEN = interactions.c.other_id.is_(None)


async def add(conn: AsyncConnection, given: Iterable[Interaction]) -> None:
    """Store interactions; all of a post come in one call. Those that are stored stay."""
    numbers: Counter[int] = Counter()
    rows = []
    for interaction in given:
        numbers[interaction.post_id] += 1
        rows.append(_row(interaction, numbers[interaction.post_id]))
    await add_missing(conn, interactions, rows)


async def drop(conn: AsyncConnection, post_ids: Collection[int]) -> None:
    """Forget whom these posts turned to."""
    for chunk in chunks(post_ids):
        await conn.execute(sa.delete(interactions).where(interactions.c.post_id.in_(chunk)))


async def resolve(
    conn: AsyncConnection, *, posts: Mapping[int, int], handles: Mapping[str, int]
) -> None:
    """Fill in whom interactions turned to, as far as that is known now.

    `posts` are posts just stored, with their authors' ids; `handles` are people just stored, by
    their handles as handles compare. Interactions with these are resolved, and those in `posts`
    with whatever was stored before.
    """
    await _fill(conn, interactions.c.other_post_id, posts)
    await _fill(conn, interactions.c.other_handle, handles)
    await _fill_from_stored(conn, posts)


async def among(
    conn: AsyncConnection, guild_id: int, person_ids: Collection[int], before: datetime
) -> list[Interaction]:
    """Interactions between two of these people, earlier than `before`, oldest first.

    Only those in posts that are in the feed of one of the guild's events, and none that turned
    out to be with oneself.
    """
    in_guild = sa.exists().where(
        feed.c.post_id == interactions.c.post_id,
        feed.c.event_id == events.c.id,
        events.c.guild_id == guild_id,
    )
    with_another = interactions.c.author_id != interactions.c.other_id
    query = sa.select(interactions).where(interactions.c.at < before, with_another, in_guild)
    found = []
    for authors in chunks(person_ids):
        for others in chunks(person_ids):
            between = query.where(
                interactions.c.author_id.in_(authors), interactions.c.other_id.in_(others)
            )
            found += [_interaction(row) for row in await conn.execute(between)]
    return sorted(found, key=lambda interaction: (interaction.at, interaction.post_id))


async def forget_towards(conn: AsyncConnection, person_ids: Collection[int]) -> None:
    """Erase that anybody turned to these people."""
    for chunk in chunks(person_ids):
        await conn.execute(sa.delete(interactions).where(interactions.c.other_id.in_(chunk)))


async def _fill(
    conn: AsyncConnection, column: sa.Column[Any], known: Mapping[int, int] | Mapping[str, int]
) -> None:
    if not known:
        return
    towards = [{"towards": key, "person": person} for key, person in known.items()]
    fill = (
        sa.update(interactions)
        .where(_OPEN, column == sa.bindparam("towards"))
        .values(other_id=sa.bindparam("person"))
    )
    await conn.execute(fill, towards)


async def _fill_from_stored(conn: AsyncConnection, post_ids: Collection[int]) -> None:
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
    for chunk in chunks(post_ids):
        await conn.execute(
            sa.update(interactions)
            .where(interactions.c.post_id.in_(chunk), _OPEN)
            .values(other_id=sa.func.coalesce(author, holder))
        )


def _row(interaction: Interaction, number: int) -> dict[str, Any]:
    return {
        "post_id": interaction.post_id,
        "number": number,
        "kind": interaction.kind,
        "author_id": interaction.author_id,
        "at": interaction.at,
        "other_id": interaction.other_id,
        "other_handle": interaction.other_handle,
        "other_post_id": interaction.other_post_id,
    }


def _interaction(row: sa.Row[Any]) -> Interaction:
    return Interaction(
        row.post_id,
        row.kind,
        row.author_id,
        row.at,
        other_id=row.other_id,
        other_handle=row.other_handle,
        other_post_id=row.other_post_id,
    )
