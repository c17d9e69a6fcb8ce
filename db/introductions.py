"""Introductions that were made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.introductions import MadeIntroduction
from db.lookup import chunks
from db.schema import introductions
from db.upsert import insert


async def add(conn: AsyncConnection, made: MadeIntroduction) -> int | None:
    """Store an introduction (its `id` is not read) and give it an id.

    None when the two were introduced in this guild before: no pair is introduced twice.
    """
    row = asdict(made) | {"evidence": list(made.evidence)}
    del row["id"]
    insertion = insert(conn, introductions).values(**row)
    found: int | None = await conn.scalar(
        insertion.on_conflict_do_nothing().returning(introductions.c.id)
    )
    return found


async def get(conn: AsyncConnection, introduction_id: int) -> MadeIntroduction | None:
    found = await _which(conn, introductions.c.id == introduction_id)
    return found[0] if found else None


async def of_member(conn: AsyncConnection, guild_id: int, member_id: int) -> list[MadeIntroduction]:
    """A member's introductions in one guild, withdrawn ones too, oldest first."""
    return await _which(conn, _with(guild_id, member_id))


async def of_event(conn: AsyncConnection, event_id: int) -> list[MadeIntroduction]:
    """An event's introductions, withdrawn ones too, oldest first."""
    return await _which(conn, introductions.c.event_id == event_id)


async def pairs(conn: AsyncConnection, guild_id: int) -> set[tuple[int, int]]:
    """All pairs ever introduced in a guild, as (lower id, higher id) on X."""
    query = sa.select(introductions.c.one_id, introductions.c.other_id)
    found = await conn.execute(query.where(introductions.c.guild_id == guild_id))
    return {(row.one_id, row.other_id) for row in found}


async def of_people(conn: AsyncConnection, person_ids: Collection[int]) -> list[MadeIntroduction]:
    """All introductions of these people (X ids), in all guilds, oldest first."""
    found: dict[int, MadeIntroduction] = {}
    for chunk in chunks(person_ids):
        theirs = introductions.c.one_id.in_(chunk) | introductions.c.other_id.in_(chunk)
        found |= {made.id: made for made in await _which(conn, theirs)}
    return [found[made_id] for made_id in sorted(found)]


async def rest_on(conn: AsyncConnection, introduction_id: int, evidence: Collection[int]) -> None:
    """Let an introduction rest on these posts alone."""
    own = introductions.c.id == introduction_id
    await conn.execute(sa.update(introductions).where(own).values(evidence=list(evidence)))


async def withdraw(conn: AsyncConnection, introduction_id: int) -> None:
    """Withdraw an introduction; the pair still counts as introduced."""
    own = introductions.c.id == introduction_id
    await conn.execute(sa.update(introductions).where(own).values(state="withdrawn"))


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase a member's introductions in one guild, as if they had never been."""
    await conn.execute(sa.delete(introductions).where(_with(guild_id, member_id)))


def _with(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (introductions.c.guild_id == guild_id) & (
        (introductions.c.one_member_id == member_id)
        | (introductions.c.other_member_id == member_id)
    )


async def _which(
    conn: AsyncConnection, condition: sa.ColumnElement[bool]
) -> list[MadeIntroduction]:
    query = sa.select(introductions).where(condition).order_by(introductions.c.id)
    return [_made(row) for row in await conn.execute(query)]


def _made(row: sa.Row[Any]) -> MadeIntroduction:
    return MadeIntroduction(**{**row._mapping, "evidence": tuple(row.evidence)})
