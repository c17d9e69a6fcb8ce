"""How many of what there were at a tweetup: counted, or as it was kept once that was long over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import aftermath, turnout_groups
from bot.domain.aftermath import Answered
from bot.domain.events import Event
from bot.domain.talk_terms import PEOPLE
from bot.services import turnout_loading
from db import (
    account_links,
    attendance,
    confirmations,
    doors,
    event_counts,
    interactions,
    introductions,
    reductions,
    rsvps,
)


async def counts_of(conn: AsyncConnection, event: Event, now: datetime) -> Mapping[str, int]:
    """The words are those of `domain.aftermath`."""
    if await reductions.among(conn, [event.id]):
        return await event_counts.of_event(conn, event.id)
    return await counted(conn, event, now)


async def counted(
    conn: AsyncConnection, event: Event, now: datetime, *, terms_from: int = PEOPLE
) -> Counter[str]:
    """Count everything anew; of what was spoken of, what at least `terms_from` people did."""
    answered = await _answered(conn, event)
    known = await interactions.among(conn, event.guild_id, set(answered.people.values()), now)
    counts = (
        aftermath.of_people(answered)
        + aftermath.of_ties(answered, known, event.starts_at)
        + aftermath.of_introductions(await introductions.of_event(conn, event.id))
        + aftermath.of_talk(await event_counts.said(conn, event.id))
        + aftermath.of_terms(await event_counts.spoken(conn, event.id), event.hashtag, terms_from)
    )
    went = await turnout_loading.past(conn, event)
    if went is not None:
        counts += turnout_groups.kept(went.outcomes)
        counts[turnout_loading.HEADS] = went.people
    return counts


async def _answered(conn: AsyncConnection, event: Event) -> Answered:
    given = await rsvps.of_event(conn, event.id)
    door = await doors.get(conn, event.id)
    came = None if door is None else await attendance.of_event(conn, event.id)
    ids = {rsvp.member_id for rsvp in given if rsvp.status == "going"}
    ids |= {each.member_id for each in came or () if each.member_id is not None}
    return Answered(
        rsvps=given,
        confirmed=await confirmations.of_event(conn, event.id),
        late=await attendance.late(conn, event.id),
        came=came,
        people=await account_links.people_of(conn, event.guild_id, ids),
    )
