"""A row in every table, for one guild and then for another: about the same people and posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import blocks, feed, posts
from db.columns import metadata
from tests.db.made_up import VALUES, made_up
from tests.db.rows import NOW, a_post

MEMBER, OTHER, PERSON, OTHER_PERSON, POST = 77, 78, 5, 6, 500
# What is on X is there once, and not of any guild.
SHARED = {
    *("people", "posts", "versions", "contexts", "interactions", "verdicts", "cursors", "gaps"),
    *("reader", "reads", "sweeps", "audit", "usage_checks", "leases"),
}
# Filled by their store, which makes up a key.
BY_STORE = {"blocks", "block_keys"}
# What else is in both feeds.
MIRRORED, WAITING = POST + 1, POST + 2
IDS = {
    "member_id": MEMBER,
    "one_id": MEMBER,
    "organiser_id": MEMBER,
    "by_id": OTHER,
    "vouched_by": MEMBER,
    "person_id": PERSON,
    "author_id": PERSON,
    "seen_id": OTHER_PERSON,
    "post_id": POST,
    "other_post_id": POST,
}
# Who and what else is meant, by the column.
MEANT: dict[str, Any] = {
    "chat_posts.number": 1,
    "deliveries.about": {"member": MEMBER},
    "deliveries.channel_id": 20,
    "deliveries.message_id": 2,
    "deliveries.stands_in": 1,
    "interactions.other_id": OTHER_PERSON,
    "introduced_pairs.other_id": OTHER,
    "introductions.evidence": [POST],
    "introductions.shared": [PERSON],
    "people.id": PERSON,
    "posts.id": POST,
    "round_attendees.member_id": MEMBER,
}

Row = tuple[str, str]


async def settle(conn: AsyncConnection, guild_id: int) -> dict[str, Any]:
    """A row in each table for a guild, but for those all guilds share; gives their keys."""
    keys: dict[str, Any] = {}
    for table in metadata.sorted_tables:
        if table.name in BY_STORE:
            continue
        if table.name in SHARED:
            there = await conn.scalar(sa.select(sa.func.count()).select_from(table))
            if there:
                keys[table.name] = _SHARED_KEYS[table.name]
                continue
        row = {column.name: _value(column, guild_id, keys) for column in table.c}
        row = {name: value for name, value in row.items() if value is not None}
        await conn.execute(sa.insert(table).values(row))
        keys[table.name] = row[next(iter(table.primary_key)).name]
        if table.name in SHARED:
            _SHARED_KEYS[table.name] = keys[table.name]
    await blocks.add(conn, guild_id, MEMBER, OTHER, NOW)
    event_id = keys["events"]
    await posts.save(conn, [a_post(each, PERSON) for each in (MIRRORED, WAITING)])
    await feed.add(conn, [(event_id, each, "waiting") for each in (MIRRORED, WAITING)], NOW)
    await feed.mirror(conn, event_id, [MIRRORED], keys["deliveries"])
    return keys


_SHARED_KEYS: dict[str, Any] = {}


async def rows(conn: AsyncConnection) -> set[Row]:
    """All rows of all tables, as their database writes them; in one go, for it is done often."""
    return {(table, row) for table, row in await conn.execute(_ALL_ROWS[conn.dialect.name])}


def _all_rows(row: Callable[[sa.Table], str]) -> sa.TextClause:
    each = (f"SELECT '{t.name}', {row(t)} FROM {t.name} AS t" for t in metadata.sorted_tables)
    return sa.text(" UNION ALL ".join(each))


_ALL_ROWS = {
    "sqlite": _all_rows(lambda t: " || ',' || ".join(f"quote(t.{column.name})" for column in t.c)),
    "postgresql": _all_rows(lambda _: "CAST(t AS text)"),
}


def _value(column: sa.Column[Any], guild_id: int, keys: dict[str, Any]) -> Any:
    if (name := str(column)) in MEANT:
        return MEANT[name]
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return keys.get(key.column.table.name)
    if column.name == "guild_id" or name == "guilds.id":
        return guild_id
    if column.name in IDS and isinstance(column.type, sa.BigInteger):
        return IDS[column.name]
    optional = column.nullable or column.server_default is not None
    return None if optional and name not in VALUES else made_up(column)
