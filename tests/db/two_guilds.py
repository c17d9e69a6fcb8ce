"""A row in every table, for one guild and then for another: about the same people and posts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import blocks, feed, posts
from db.columns import metadata
from tests.db.rows import HOUR, NOW, a_post

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
FACTS = {
    "name": "x",
    "hashtag": "x",
    "starts_at": NOW.isoformat(),
    "ends_at": NOW.isoformat(),
    "zone": "Europe/London",
    "place": "x",
    "capacity": None,
    "state": "planned",
    "reason": None,
    "description": "",
}
# What has to make sense to whoever reads it.
VALUES: dict[str, Any] = {
    "account_links.expires_at": NOW + HOUR,
    "account_links.handle": "x",
    "account_links.how": "vouched",
    "account_links.proved_at": NOW,
    "changes.before": FACTS,
    "changes.state": "waiting",
    "change_drafts.after": FACTS,
    "chat_drafts.typed": {"when": "x", "every": "10", "questions": "x", "host": ""},
    "chat_posts.number": 1,
    "chat_posts.role": "answer",
    "chat_questions.state": "planned",
    "chats.state": "planned",
    "deliveries.about": {"member": MEMBER},
    "deliveries.channel_id": 20,
    "deliveries.kind": "introduction",
    "deliveries.sent_at": NOW,
    "deliveries.state": "sent",
    "deliveries.stands_in": 1,
    "deliveries.message_id": 2,
    "event_drafts.saved_at": NOW,
    "event_drafts.typed": {"channel_id": 1, "zone": "Europe/London"},
    "events.state": "planned",
    "events.zone": "Europe/London",
    "feed.seen_at": NOW,
    "feed.state": "folded",
    "filter_words.key": "x",
    "filter_people.standing": "muted",
    "filters.job_ad": "fold",
    "filters.promotion": "fold",
    "filters.duplicate": "fold",
    "interactions.kind": "reply",
    "interactions.other_id": OTHER_PERSON,
    "introduced_pairs.other_id": OTHER,
    "introductions.evidence": [POST],
    "introductions.kind": "bridge",
    "introductions.shared": [PERSON],
    "introductions.state": "made",
    "members.introductions": True,
    "members.messaged": True,
    "members.remind_where": "dm",
    "posts.body": {"text": "x"},
    "posts.id": POST,
    "people.handle": "x",
    "people.handle_key": "x",
    "people.id": PERSON,
    "questions.choices": [],
    "reminder_times.offsets": ["2h"],
    "reminders.offset": "2h",
    "reminders.state": "planned",
    "round_attendees.member_id": MEMBER,
    "rounds.state": "planned",
    "rounds.due_at": NOW,
    "rsvp_settings.closing": True,
    "rsvps.status": "going",
    "series.state": "running",
    "series.rule": {
        "unit": "week",
        "every": 1,
        "at": "18:30:00",
        "since": "2026-01-08",
        "weekday": 3,
    },
    "series.template": {
        "name": "x",
        "hashtag": "x",
        "place": "x",
        "capacity": None,
        "description": "",
        "length": 7200,
    },
    "verdicts.kind": "conversation",
    "verdicts.reasons": [],
}
_NEXT = count(10_000)

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
    """All rows of all tables."""
    return {
        (table.name, str(tuple(row)))
        for table in metadata.sorted_tables
        for row in await conn.execute(sa.select(table))
    }


def _value(column: sa.Column[Any], guild_id: int, keys: dict[str, Any]) -> Any:
    if (name := str(column)) in VALUES:
        return VALUES[name]
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return keys.get(key.column.table.name)
    if column.name == "guild_id" or name == "guilds.id":
        return guild_id
    if column.name in IDS and isinstance(column.type, sa.BigInteger):
        return IDS[column.name]
    if column.nullable or column.server_default is not None:
        return None
    return _any(column)


def _any(column: sa.Column[Any]) -> Any:
    if type(column.type).__name__ == "UtcDateTime":
        return NOW
    simple: dict[type, Any] = {
        bool: False,
        float: 0.5,
        dict: {},
        date: NOW.date(),
        time: time(9),
        datetime: NOW,
        timedelta: HOUR,
    }
    kind = column.type.python_type
    if kind is int:
        return next(_NEXT) if column.primary_key and column.name == "id" else 1
    return simple.get(kind, f"{column.name} {next(_NEXT)}")
