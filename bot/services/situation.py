"""What a round of introductions is planned from, as it stands in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.interactions import Interaction, ordered
from bot.domain.introductions import AT_MOST, MadeIntroduction
from bot.domain.noise.author import broadcasts
from bot.domain.planning import PairOf, Situation
from db import (
    account_links,
    attendance,
    blocks,
    counting,
    interactions,
    introductions,
    members,
    rsvps,
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """`members` has the ids of those who are willing, by their X ids; `coming` counts all who
    come, willing or not. `made` are the introductions there were before this event."""

    situation: Situation
    members: Mapping[int, int]
    coming: int
    made: Collection[MadeIntroduction]


async def gather(
    conn: AsyncConnection, event: Event, now: datetime, newcomers: Collection[int] | None
) -> Gathered:
    """`newcomers` are members; without them everybody who is willing may be introduced."""
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    coming = await coming_to(conn, event)
    willing = await willing_among(conn, event, coming)
    people = {member_id: person_id for person_id, member_id in willing.items()}
    listed = await members.agreed(conn, event.guild_id, going, "listed")
    named = (await account_links.people_of(conn, event.guild_id, listed)).values()
    ledger = await introductions.pairs(conn, event.guild_id)
    apart = await blocks.among(conn, event.guild_id, people.keys())
    made = await introductions.of_event(conn, event.id)
    met = _pairs(made)
    concerned = {*willing, *named}
    found = await _talk(conn, event.guild_id, concerned, now)
    situation = Situation(
        at=now,
        room=await _room(conn, event, people, met),
        listed=frozenset(named),
        interactions=found,
        posted=await counting.posted(conn, event.guild_id, concerned, now),
        introduced=_as_people(ledger, people),
        blocked=_as_people(apart, people),
        earlier=_as_people(met, people),
        newcomers=None
        if newcomers is None
        else frozenset(people[each] for each in newcomers if each in people),
    )
    return Gathered(situation, willing, len(coming), made)


async def coming_to(conn: AsyncConnection, event: Event) -> set[int]:
    """The members who are going, and those who came to the door without."""
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    came = {each.member_id for each in await attendance.of_event(conn, event.id)}
    return going | {member_id for member_id in came if member_id is not None}


async def willing_among(
    conn: AsyncConnection, event: Event, coming: Collection[int]
) -> dict[int, int]:
    """Those who agreed to introductions and proved an account: members' ids by their X ids."""
    agreed = await members.agreed(conn, event.guild_id, coming, "introductions")
    linked = await account_links.people_of(conn, event.guild_id, agreed)
    return {person_id: member_id for member_id, person_id in linked.items()}


def _pairs(made: Collection[MadeIntroduction]) -> set[PairOf]:
    """The pairs of members that stand introduced."""
    return {
        ordered(*pair)
        for each in made
        if each.state == "made"
        for pair in combinations(each.member_ids, 2)
    }


async def _room(
    conn: AsyncConnection, event: Event, people: Mapping[int, int], met: Collection[PairOf]
) -> dict[int, int]:
    consents = await members.consents_of(conn, event.guild_id, people.keys())
    room = {}
    for member_id, person_id in people.items():
        wanted = consents[member_id].introduced_at_most
        limit = AT_MOST if wanted is None else wanted
        room[person_id] = max(0, limit - sum(member_id in pair for pair in met))
    return room


async def _talk(
    conn: AsyncConnection, guild_id: int, person_ids: Collection[int], now: datetime
) -> list[Interaction]:
    """What counts; whoever mostly advertises talks with nobody, and nobody with them."""
    found = await interactions.around(conn, guild_id, person_ids, now)
    others = {each.other_id for each in found if each.other_id is not None}
    authors = {each.author_id for each in found}
    judged = await counting.advertised(conn, guild_id, authors | others)
    robots = {author for author, (posts, ads) in judged.items() if broadcasts(posts, ads)}
    return [each for each in found if not robots.intersection((each.author_id, each.other_id))]


def _as_people(pairs: Collection[PairOf], people: Mapping[int, int]) -> frozenset[PairOf]:
    return frozenset(
        ordered(people[one], people[other])
        for one, other in pairs
        if one in people and other in people
    )
