"""Everything that is kept of members, by what it is for: how they take it away, how it goes.

A store that comes to hold something of people joins a duty here, or becomes one. In `DUTIES` they
stand in the order in which somebody is forgotten: what rests on something goes before it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services import roster as rosters
from bot.services.meeting import forget_recognition
from bot.services.network_loading import redraw
from bot.services.withdraw import unname, withdraw_introductions
from db import (
    account_links,
    answers,
    attendance,
    blocks,
    calendar_feeds,
    confirmations,
    delivered,
    drafts,
    events,
    introductions,
    languages,
    members,
    organisers,
    personal,
    reports,
    rsvps,
    snoozes,
)
from db.personal import Subject

Forget = Callable[[AsyncConnection, Subject, datetime], Awaitable[None]]
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class PersonalDuty:
    """`columns` are all those in which it tells of whom, as "table.column"; `stays` those among
    them that go on naming somebody who was forgotten, and why. `sections` are what they take
    away (see `db.personal`). Without a `forget` nothing goes on a member's word.
    """

    columns: tuple[str, ...]
    sections: tuple[str, ...]
    forget: Forget | None
    stays: Mapping[str, str] = field(default_factory=dict)

    async def export(self, conn: AsyncConnection, who: Subject) -> Rows:
        """What is stored of a member, as it is stored."""
        return {name: await personal.rows(conn, name, who) for name in self.sections}


async def export_all(conn: AsyncConnection, who: Subject) -> Rows:
    """A member's own copy of everything, in the order of the file."""
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    for duty in DUTIES.values():
        found |= await duty.export(conn, who)
    return {name: found[name] for name in personal.SECTIONS}


async def forget_all(conn: AsyncConnection, who: Subject, now: datetime) -> None:
    for duty in DUTIES.values():
        if duty.forget is not None:
            await duty.forget(conn, who, now)


async def _forget_recognition(conn: AsyncConnection, who: Subject, now: datetime) -> None:
    await forget_recognition(conn, who.guild_id, who.member_id, now)


async def _forget_introductions(conn: AsyncConnection, who: Subject, now: datetime) -> None:
    await withdraw_introductions(conn, who.guild_id, who.member_id, now)
    await unname(conn, who.guild_id, who.member_id, now)
    await introductions.forget(conn, who.guild_id, who.member_id)


async def _forget_rsvps(conn: AsyncConnection, who: Subject, now: datetime) -> None:
    """Their places go to those who wait."""
    for event_id, _ in await rsvps.of_member(conn, who.guild_id, who.member_id):
        event = await events.lock(conn, event_id)
        if event is not None:
            roster = await rosters.load(conn, event)
            roster.forget(who.member_id, now)
            await rosters.store(conn, roster, now)


async def _forget_account(conn: AsyncConnection, who: Subject, now: datetime) -> None:
    await account_links.remove(conn, who.guild_id, who.member_id)
    await account_links.forget_voucher(conn, who.guild_id, who.member_id)
    await redraw(conn, now, who.guild_id)


def _by(*stores: Callable[[AsyncConnection, int, int], Awaitable[None]]) -> Forget:
    """Of stores that erase a member of a guild by themselves."""

    async def forget(conn: AsyncConnection, who: Subject, _now: datetime) -> None:
        for erase in stores:
            await erase(conn, who.guild_id, who.member_id)

    return forget


_ON_X = "on X, as anybody's"

DUTIES: dict[str, PersonalDuty] = {
    "finding each other": PersonalDuty(
        ("recognition.member_id",), ("found_by",), _forget_recognition
    ),
    "introductions": PersonalDuty(
        (
            "introduction_members.member_id",
            "introduction_members.person_id",
            "introduced_pairs.one_id",
            "introduced_pairs.other_id",
            "round_attendees.member_id",
        ),
        ("introductions", "introduced_pairs", "considered"),
        _forget_introductions,
        {"introduction_members.person_id": "goes with the member who is introduced"},
    ),
    "kept apart": PersonalDuty(("blocks.member_id",), ("kept_apart",), _by(blocks.remove_all)),
    "reports": PersonalDuty(("reports.member_id",), ("reports",), _by(reports.forget)),
    "answers": PersonalDuty(("rsvps.member_id",), ("rsvps",), _forget_rsvps),
    "reminders": PersonalDuty(
        ("attendance_confirmations.member_id", "snoozes.member_id"),
        ("still_coming", "reminders_put_off"),
        _by(confirmations.forget, snoozes.forget),
    ),
    "organisers' questions": PersonalDuty(
        ("answers.member_id",), ("answers",), _by(answers.forget)
    ),
    "the door": PersonalDuty(
        ("attendance.member_id", "attendance.by_id", "late_cancellations.member_id"),
        ("attendance", "late_cancellations", "checked_in_others"),
        _by(attendance.forget),
    ),
    "calendars": PersonalDuty(
        ("calendar_feeds.member_id",), ("calendar",), _by(calendar_feeds.remove)
    ),
    "accounts": PersonalDuty(
        (
            "account_links.member_id",
            "account_links.person_id",
            "account_links.seen_id",
            "account_links.vouched_by",
        ),
        ("x_account", "vouched_for"),
        _forget_account,
        {
            "account_links.person_id": "goes with the member who claims the account",
            "account_links.seen_id": "goes with the member whose code it posted",
        },
    ),
    "choices": PersonalDuty(("members.member_id",), ("choices",), _by(members.forget)),
    "language": PersonalDuty(("languages.member_id",), ("language",), _by(languages.forget)),
    "organising": PersonalDuty(
        ("event_organisers.member_id", "event_drafts.member_id", "events.organiser_id"),
        ("set_up", "organises", "draft"),
        _by(organisers.forget, drafts.forget),
        {"events.organiser_id": "somebody must hear when a tweetup is in trouble"},
    ),
    "messages": PersonalDuty(
        ("deliveries.member_id",), ("messages",), _by(delivered.forget_member)
    ),
    "X": PersonalDuty(
        (
            "people.id",
            "posts.author_id",
            "interactions.author_id",
            "interactions.other_id",
            "verdicts.author_id",
            "filter_people.person_id",
        ),
        ("x_profile", "x_posts", "x_interactions", "x_verdicts", "x_standings"),
        None,
        {
            "people.id": _ON_X,
            "posts.author_id": _ON_X,
            "interactions.author_id": _ON_X,
            "interactions.other_id": _ON_X,
            "verdicts.author_id": "goes with the post",
            "filter_people.person_id": "organisers' choice for their feed",
        },
    ),
}
