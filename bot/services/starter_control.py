"""Posts to answer, for a member who asks for some."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import Starters
from bot.domain.events import Event
from bot.domain.interactions import ties
from bot.domain.starters import OFFERED, Starter
from bot.errors import UserError
from bot.ports import Clock
from bot.services.situation import coming_to, willing_among
from bot.services.starter_loading import shown
from bot.services.starter_survey import Survey, survey_for
from db import account_links, events, interactions, introductions, members, rsvps
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Found:
    """What a member could answer, and whether they agreed to introductions and proved an X
    account: without these an answer leads to none."""

    starters: Starters
    agreed: bool
    linked: bool


class StarterControl:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(
        self, guild_id: int, member_id: int, event_id: int | None, *, only_new: bool = False
    ) -> Found:
        """Posts under a tweetup's hashtag, by default of the next one the member goes to.

        Those the member was sent unasked come last, or with `only_new` not at all. Raises
        UserError when the member does not go, or it has begun.
        """
        now = self._clock.now()
        async with self._database.read() as conn:
            event = await _event(conn, guild_id, member_id, event_id, now)
            attendees = await willing_among(conn, event, await coming_to(conn, event))
            people = await account_links.people_of(conn, guild_id, [member_id])
            known = await _known(conn, event, attendees, people)
            surveyed = await survey_for(conn, event, attendees, {member_id}, known, now)
        chosen = await asyncio.to_thread(_choose, surveyed, only_new)
        async with self._database.read() as conn:
            consents = await members.consents(conn, guild_id, member_id)
            return Found(
                await shown(conn, event, member_id, chosen, attendees, now),
                agreed=consents.introductions is True,
                linked=member_id in people,
            )


def _choose(surveyed: Survey, only_new: bool) -> tuple[Starter, ...]:
    (seeker,) = surveyed.seekers
    new = surveyed.offer().get(seeker.member_id, ())
    if only_new or len(new) == OFFERED or not seeker.had:
        return new
    taken = {starter.author_id for starter in new}
    again = replace(seeker, had=frozenset(), avoided=seeker.avoided | taken)
    sent = replace(surveyed, seekers=(again,)).offer().get(seeker.member_id, ())
    return (*new, *sent)[:OFFERED]


async def _event(
    conn: AsyncConnection, guild_id: int, member_id: int, event_id: int | None, now: datetime
) -> Event:
    given = await rsvps.of_member(conn, guild_id, member_id)
    going = {each for each, rsvp in given if rsvp.status == "going"}
    ahead = [
        event
        for event in await events.upcoming(conn, now)
        if event.guild_id == guild_id and now < event.starts_at
    ]
    if event_id is None:
        found = next((event for event in ahead if event.id in going), None)
        if found is None:
            raise UserError("starters.nowhere")
        return found
    found = next((event for event in ahead if event.id == event_id), None)
    if found is None:
        raise UserError("starters.not_ahead")
    if found.id not in going:
        raise UserError("starters.not_going", name=found.name)
    return found


async def _known(
    conn: AsyncConnection, event: Event, attendees: dict[int, int], people: dict[int, int]
) -> set[tuple[int, int]]:
    """The pairs, by X ids, who talked to each other or were introduced."""
    persons = {member_id: person for person, member_id in attendees.items()} | people
    found = await interactions.among(conn, event.guild_id, set(persons.values()), event.starts_at)
    introduced = await introductions.pairs(conn, event.guild_id)
    return set(ties(found)) | {
        (persons[one], persons[other])
        for one, other in introduced
        if one in persons and other in persons
    }
