"""Introductions that were made, and the ledger of pairs that outlives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from itertools import combinations
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.interactions import ordered
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from db.lookup import chunks, rows_of
from db.schema_introductions import introduced_pairs, introduction_members, introductions
from db.upsert import insert


async def add(conn: AsyncConnection, made: MadeIntroduction) -> int | None:
    """Store an introduction (its `id` is not read), note its pairs and give it an id.

    None when two of them were introduced in this guild before: no pair is introduced twice.
    """
    if not await _note_pairs(conn, made):
        return None
    row = asdict(made) | {"evidence": list(made.evidence), "shared": list(made.shared)}
    del row["id"], row["members"]
    found: int = await conn.scalar(
        insert(conn, introductions).values(**row).returning(introductions.c.id)
    )
    members = [asdict(member) | {"introduction_id": found} for member in made.members]
    await conn.execute(insert(conn, introduction_members), members)
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
    """All pairs of members ever introduced in a guild, as (lower id, higher id)."""
    query = sa.select(introduced_pairs.c.one_id, introduced_pairs.c.other_id)
    found = await conn.execute(query.where(introduced_pairs.c.guild_id == guild_id))
    return {(row.one_id, row.other_id) for row in found}


async def openings(
    conn: AsyncConnection, guild_id: int, member_ids: Collection[int]
) -> dict[int, set[str]]:
    """The questions that members were ever given to start with in a guild."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    of_guild = sa.select(introduced_pairs).where(introduced_pairs.c.guild_id == guild_id)
    for column in (introduced_pairs.c.one_id, introduced_pairs.c.other_id):
        for row in await rows_of(conn, of_guild, column, member_ids):
            found[row.one_id].add(row.opening)
            found[row.other_id].add(row.opening)
    return {member_id: found[member_id] for member_id in member_ids if member_id in found}


async def of_people(conn: AsyncConnection, person_ids: Collection[int]) -> list[MadeIntroduction]:
    """All introductions of these people (X ids), in all guilds, oldest first."""
    found: dict[int, MadeIntroduction] = {}
    for chunk in chunks(person_ids):
        theirs = sa.select(introduction_members.c.introduction_id).where(
            introduction_members.c.person_id.in_(chunk)
        )
        found |= {made.id: made for made in await _which(conn, introductions.c.id.in_(theirs))}
    return [found[made_id] for made_id in sorted(found)]


async def rest_on(
    conn: AsyncConnection,
    introduction_id: int,
    evidence: Collection[int],
    shared: Collection[int] | None = None,
) -> None:
    """Let an introduction rest on these posts, and where they are given these people, alone."""
    own = introductions.c.id == introduction_id
    rest = {"evidence": list(evidence)} | ({} if shared is None else {"shared": list(shared)})
    await conn.execute(sa.update(introductions).where(own).values(**rest))


async def take_out(conn: AsyncConnection, introduction_id: int, member_id: int) -> None:
    """Take one of three out of an introduction; the two that stay are a pair."""
    own = introduction_members.c.introduction_id == introduction_id
    theirs = introduction_members.c.member_id == member_id
    await conn.execute(sa.delete(introduction_members).where(own & theirs))
    await conn.execute(sa.update(introduction_members).where(own).values(joined=False))


async def give_back(conn: AsyncConnection, made: MadeIntroduction) -> None:
    """Let the pairs of an introduction that nobody saw count as never introduced."""
    noted = _noted(made.guild_id, _pairs_of(made))
    await conn.execute(sa.delete(introduced_pairs).where(noted))


async def naming(
    conn: AsyncConnection, person_ids: Collection[int], event_id: int | None = None
) -> list[MadeIntroduction]:
    """Standing introductions, of one event or all, that name one of these people (X ids) as
    somebody both talked with."""
    bridges = (introductions.c.kind == "bridge") & (introductions.c.state == "made")
    if event_id is not None:
        bridges &= introductions.c.event_id == event_id
    people = set(person_ids)
    return [made for made in await _which(conn, bridges) if people.intersection(made.shared)]


async def answer(
    conn: AsyncConnection,
    introduction_id: int,
    member_id: int,
    given: Literal["hello", "declined"],
) -> None:
    """Note what one of those who are introduced said to it."""
    await conn.execute(_own_part(introduction_id, member_id).values(answer=given))


async def note_met(conn: AsyncConnection, introduction_id: int, member_id: int, met: bool) -> None:
    """Note whether one of them says that they met; the last word counts."""
    await conn.execute(_own_part(introduction_id, member_id).values(met=met))


async def withdraw(conn: AsyncConnection, introduction_id: int) -> None:
    """Withdraw an introduction; its pairs still count as introduced."""
    own = introductions.c.id == introduction_id
    await conn.execute(sa.update(introductions).where(own).values(state="withdrawn"))


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Erase a member's introductions and pairs in one guild, as if they had never been.

    Introductions of three go on without them.
    """
    for made in await of_member(conn, guild_id, member_id):
        if len(made.members) > 2:
            await take_out(conn, made.id, member_id)
    await conn.execute(sa.delete(introductions).where(_with(guild_id, member_id)))
    pair = (introduced_pairs.c.one_id == member_id) | (introduced_pairs.c.other_id == member_id)
    own = (introduced_pairs.c.guild_id == guild_id) & pair
    await conn.execute(sa.delete(introduced_pairs).where(own))


async def _note_pairs(conn: AsyncConnection, made: MadeIntroduction) -> bool:
    new = _pairs_of(made)
    if await conn.scalar(sa.select(sa.exists().where(_noted(made.guild_id, new)))):
        return False
    noted = {"kind": made.kind, "opening": made.opening, "made_at": made.made_at}
    rows = [
        {"guild_id": made.guild_id, "one_id": one, "other_id": other} | noted for one, other in new
    ]
    await conn.execute(insert(conn, introduced_pairs), rows)
    return True


def _pairs_of(made: MadeIntroduction) -> list[tuple[int, int]]:
    ids = [member.member_id for member in made.members]
    return sorted(ordered(*pair) for pair in combinations(ids, 2))


def _noted(guild_id: int, pairs: Collection[tuple[int, int]]) -> sa.ColumnElement[bool]:
    either = (
        (introduced_pairs.c.one_id == one) & (introduced_pairs.c.other_id == other)
        for one, other in pairs
    )
    return (introduced_pairs.c.guild_id == guild_id) & sa.or_(*either)


def _own_part(introduction_id: int, member_id: int) -> sa.Update:
    return sa.update(introduction_members).where(
        introduction_members.c.introduction_id == introduction_id,
        introduction_members.c.member_id == member_id,
    )


def _with(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    theirs = sa.select(introduction_members.c.introduction_id).where(
        introduction_members.c.member_id == member_id
    )
    return (introductions.c.guild_id == guild_id) & introductions.c.id.in_(theirs)


async def _which(
    conn: AsyncConnection, condition: sa.ColumnElement[bool]
) -> list[MadeIntroduction]:
    query = sa.select(introductions).where(condition).order_by(introductions.c.id)
    rows = list(await conn.execute(query))
    members = await _members(conn, [row.id for row in rows])
    return [
        MadeIntroduction(
            **{
                **row._mapping,
                "evidence": tuple(row.evidence),
                "shared": tuple(row.shared),
                "members": tuple(members[row.id]),
            }
        )
        for row in rows
    ]


async def _members(
    conn: AsyncConnection, introduction_ids: Collection[int]
) -> dict[int, list[IntroducedMember]]:
    """Who is in these introductions: the pair by X id, and who joined them last."""
    query = sa.select(introduction_members)
    of = introduction_members.c.introduction_id
    found: defaultdict[int, list[IntroducedMember]] = defaultdict(list)
    for row in await rows_of(conn, query, of, introduction_ids):
        member = dict(row._mapping)
        found[member.pop("introduction_id")].append(IntroducedMember(**member))
    for members in found.values():
        members.sort(key=lambda member: (member.joined, member.person_id))
    return found
