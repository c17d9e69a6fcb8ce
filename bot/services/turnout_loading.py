"""Who is alike before a tweetup, and what became of them: read from answers, posts and the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import reminders as reminding
from bot.domain import turnout_groups as rules
from bot.domain.calibration import Checked
from bot.domain.events import Event
from bot.domain.forecast import LOOKED_AT
from bot.domain.rsvp import Rsvp
from bot.domain.turnout_groups import SETTLED, Group, Known, Outcome
from db import (
    account_links,
    attendance,
    confirmations,
    event_counts,
    events,
    forecasts,
    reductions,
    reminders,
    rsvps,
    turnout,
)

Grouped = Mapping[Group, list[Rsvp]]

# What an event's heads are kept under.
HEADS = "turnout.people"


@dataclass(frozen=True, slots=True)
class Past:
    """How an event went: of each group how many there were and came, and how many people came of
    those who had answered, guests included."""

    outcomes: Mapping[Group, Outcome]
    people: int


async def grouped(conn: AsyncConnection, event: Event, now: datetime) -> Grouped:
    """Who means to come, by what is known of them by now, or was by the start."""
    at = min(now, event.starts_at)
    given = await rsvps.of_event(conn, event.id)
    people = await account_links.people_of(conn, event.guild_id, [r.member_id for r in given])
    wrote = await turnout.wrote(conn, event.id, at)
    known = Known(
        answered_at=await turnout.answered_at(conn, event.id),
        spoke={member_id for member_id, person in people.items() if person in wrote},
        confirmed=await _confirmed(conn, event, at),
    )
    return rules.parties(given, known, event.starts_at)


async def past(conn: AsyncConnection, event: Event) -> Past | None:
    """How an event went that is over; None where nobody was checked in."""
    if await reductions.among(conn, [event.id]):
        counts = await event_counts.of_event(conn, event.id)
        return Past(rules.of_kept(counts), counts.get(HEADS, 0)) if "came" in counts else None
    came = {each.member_id for each in await attendance.of_event(conn, event.id)}
    if not came:
        # A door that was only tried out tells nothing.
        return None
    members = await grouped(conn, event, event.starts_at)
    people = sum(r.party for each in members.values() for r in each if r.member_id in came)
    return Past(rules.outcomes(members, {each for each in came if each is not None}), people)


async def earlier(conn: AsyncConnection, event: Event, now: datetime) -> list[tuple[Event, Past]]:
    """A guild's last tweetups before this one at which people were checked in, earliest first."""
    over = [
        each
        for each in await events.of_guild(conn, event.guild_id)
        if each.state == "planned" and each.is_over(now) and each.starts_at < event.starts_at
    ]
    found: list[tuple[Event, Past]] = []
    for each in reversed(over):
        went = await past(conn, each)
        if went is not None and went.outcomes:
            found.append((each, went))
        if len(found) == LOOKED_AT:
            break
    return found[::-1]


async def checked(conn: AsyncConnection, went: list[tuple[Event, Past]]) -> tuple[Checked, ...]:
    """What organisers were told of these, beside what came true."""
    foretold = await forecasts.of_events(conn, [event.id for event, _ in went])
    beside = ((event, foretold.get(event.id), found.people) for event, found in went)
    return tuple(
        Checked(each, came)
        for event, each, came in beside
        if each is not None and each.told and each.starts_at == event.starts_at
    )


async def _confirmed(conn: AsyncConnection, event: Event, at: datetime) -> set[int] | None:
    """Who said that they still come; None while they were not asked, or not long enough ago."""
    states = await reminders.states(conn, event.id)
    asked = any(
        state == "sent" and reminding.asks(offset) and due_at + SETTLED <= at
        for (offset, due_at), state in states.items()
    )
    return await confirmations.of_event(conn, event.id) if asked else None
