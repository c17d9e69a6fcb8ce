"""Everything kept of one member in one guild, table by table: what they take away in a file.

A table that tells of people has a section here, or its reason not to have one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import schema as s
from db.schema_door import attendance, calendar_feeds, late_cancellations
from db.schema_introductions import (
    blocks,
    introduced_pairs,
    introduction_members,
    introductions,
    round_attendees,
)
from db.schema_language import languages
from db.schema_meeting import recognition, reports
from db.schema_noise import filter_people, verdicts
from db.schema_questions import answers, questions


@dataclass(frozen=True, slots=True)
class Subject:
    """A member, and who they proved to be on X."""

    guild_id: int
    member_id: int
    person_id: int | None


Query = Callable[[Subject], sa.Select[Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """`table` is where its rows come from; what only others said or did is left out of them."""

    table: sa.Table
    query: Query


async def rows(conn: AsyncConnection, section: str, who: Subject) -> list[dict[str, Any]]:
    """A section's rows, oldest first."""
    found = await conn.execute(SECTIONS[section].query(who))
    return [dict(row._mapping) for row in found]


async def count(conn: AsyncConnection, section: str, who: Subject) -> int:
    query = SECTIONS[section].query(who).order_by(None).subquery()
    return int(await conn.scalar(sa.select(sa.func.count()).select_from(query)) or 0)


def _of_member(table: sa.Table) -> Section:
    """Of a table that says in which guild."""

    def query(who: Subject) -> sa.Select[Any]:
        own = (table.c.guild_id == who.guild_id) & (table.c.member_id == who.member_id)
        return _but(table, "guild_id", "member_id").where(own)

    return Section(table, query)


def _of_events(table: sa.Table, column: str = "member_id", *left_out: str) -> Section:
    """Of a table whose rows belong to events, which say in which guild."""

    def query(who: Subject) -> sa.Select[Any]:
        here = sa.select(s.events.c.id).where(s.events.c.guild_id == who.guild_id)
        own = table.c.event_id.in_(here) & (table.c[column] == who.member_id)
        return _but(table, column, *left_out).where(own).order_by(table.c.event_id)

    return Section(table, query)


def _of_person(table: sa.Table, column: str, order: str) -> Section:
    """Of a table of X; nothing of it is known to be theirs until they proved an account."""

    def query(who: Subject) -> sa.Select[Any]:
        return sa.select(table).where(table.c[column] == who.person_id).order_by(table.c[order])

    return Section(table, query)


def _but(table: sa.Table, *left_out: str) -> sa.Select[Any]:
    return sa.select(*(column for column in table.c if column.name not in left_out))


def _answers(who: Subject) -> sa.Select[Any]:
    joined = answers.join(questions).join(s.events)
    own = (s.events.c.guild_id == who.guild_id) & (answers.c.member_id == who.member_id)
    asked = sa.select(questions.c.event_id, questions.c.wording, answers.c.answer)
    return asked.select_from(joined).where(own).order_by(questions.c.id)


def _introductions(who: Subject) -> sa.Select[Any]:
    joined = introduction_members.join(introductions)
    own = introduction_members.c.member_id == who.member_id
    told = [introductions.c[name] for name in ("id", "event_id", "kind", "state", "made_at")]
    said = [introduction_members.c[name] for name in ("joined", "answer", "met")]
    # Of one that was withdrawn nobody learns whom it was to be with.
    stands = introductions.c.state == "made"
    why = [
        sa.case((stands, introductions.c[name]), else_=sa.null()).label(name)
        for name in ("evidence", "shared", "opening")
    ]
    return (
        sa.select(*told, *why, *said)
        .select_from(joined)
        .where(own, introductions.c.guild_id == who.guild_id)
        .order_by(introductions.c.id)
    )


def _pairs(who: Subject) -> sa.Select[Any]:
    pairs = introduced_pairs
    own = (pairs.c.one_id == who.member_id) | (pairs.c.other_id == who.member_id)
    query = _but(pairs, "guild_id", "one_id", "other_id").where(own)
    return query.where(pairs.c.guild_id == who.guild_id).order_by(pairs.c.made_at)


def _vouched_for(who: Subject) -> sa.Select[Any]:
    table = s.account_links
    own = (table.c.guild_id == who.guild_id) & (table.c.vouched_by == who.member_id)
    return sa.select(table.c.proved_at).where(own).order_by(table.c.proved_at)


def _set_up(who: Subject) -> sa.Select[Any]:
    own = (s.events.c.guild_id == who.guild_id) & (s.events.c.organiser_id == who.member_id)
    return _but(s.events, "guild_id", "organiser_id").where(own).order_by(s.events.c.id)


def _messages(who: Subject) -> sa.Select[Any]:
    table = s.deliveries
    named = table.c.about["member"].as_string() == str(who.member_id)
    own = (table.c.guild_id == who.guild_id) & ((table.c.member_id == who.member_id) | named)
    told = ("kind", "event_id", "about", "state", "asked_at", "sent_at")
    return sa.select(*(table.c[name] for name in told)).where(own).order_by(table.c.id)


def _filtered(who: Subject) -> sa.Select[Any]:
    here = sa.select(s.events.c.id).where(s.events.c.guild_id == who.guild_id)
    own = filter_people.c.event_id.in_(here) & (filter_people.c.person_id == who.person_id)
    return sa.select(filter_people.c.event_id, filter_people.c.standing).where(own)


# What they are called in the file, in its order.
SECTIONS: dict[str, Section] = {
    "choices": _of_member(s.members),
    "language": _of_member(languages),
    "x_account": _of_member(s.account_links),
    "vouched_for": Section(s.account_links, _vouched_for),
    "rsvps": _of_events(s.rsvps),
    "still_coming": _of_events(s.attendance_confirmations),
    "reminders_put_off": _of_events(s.snoozes),
    "answers": Section(answers, _answers),
    "attendance": _of_events(attendance, "member_id", "id", "name", "handle"),
    "late_cancellations": _of_events(late_cancellations),
    "checked_in_others": _of_events(attendance, "by_id", "id", "member_id", "name", "handle"),
    "introductions": Section(introduction_members, _introductions),
    "introduced_pairs": Section(introduced_pairs, _pairs),
    "kept_apart": _of_member(blocks),
    "considered": _of_events(round_attendees),
    "found_by": _of_events(recognition),
    "reports": _of_member(reports),
    "calendar": _of_member(calendar_feeds),
    "set_up": Section(s.events, _set_up),
    "organises": _of_events(s.event_organisers),
    "draft": _of_member(s.event_drafts),
    "messages": Section(s.deliveries, _messages),
    "x_profile": _of_person(s.people, "id", "id"),
    "x_posts": _of_person(s.posts, "author_id", "id"),
    "x_interactions": _of_person(s.interactions, "author_id", "post_id"),
    "x_verdicts": _of_person(verdicts, "author_id", "post_id"),
    "x_standings": Section(filter_people, _filtered),
}
