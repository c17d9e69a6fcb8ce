"""Planned introductions are made: stored, given a question to open with, and said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import openings
from bot.domain.events import Event
from bot.domain.in_common import between
from bot.domain.interactions import Interaction
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.planning import Planned
from bot.services.introduction_placing import place
from db import introductions, posts


async def make_introductions(
    conn: AsyncConnection,
    event: Event,
    planned: Iterable[Planned],
    members: Mapping[int, int],
    known: Iterable[Interaction],
    now: datetime,
) -> set[int]:
    """Make those that can still be made; gives the members who were introduced.

    `members` has the ids of those who are willing, by X id; `known` is what people did to each
    other.
    """
    possible = [each for each in planned if members.keys() >= set(each.people)]
    of_post: defaultdict[int, list[Interaction]] = defaultdict(list)
    of_pair: defaultdict[frozenset[int], set[int]] = defaultdict(set)
    for done in known:
        of_post[done.post_id].append(done)
        if done.other_id is not None:
            of_pair[frozenset((done.author_id, done.other_id))].add(done.post_id)
    member_ids = {members[person] for each in possible for person in each.people}
    asked = defaultdict(set, await introductions.openings(conn, event.guild_id, member_ids))
    introduced: set[int] = set()
    for each in possible:
        ids = [members[person] for person in each.people]
        pair = each.people[:2]
        between_them = [i for post_id in of_pair[frozenset(pair)] for i in of_post[post_id]]
        opening = await choose_opening(
            conn, event, each, between_them, set().union(*(asked[id_] for id_ in ids)), now
        )
        if await _make(conn, event, each, members, opening, now):
            introduced.update(ids)
            for member_id in ids:
                asked[member_id].add(opening)
    return introduced


async def choose_opening(
    conn: AsyncConnection,
    event: Event,
    planned: Planned,
    between_them: Iterable[Interaction],
    asked: set[str],
    now: datetime,
) -> str:
    """A question that none of them was ever given, while one is left that fits."""
    one, other = planned.people[:2]
    shown = await posts.get_many(conn, planned.evidence)
    features = openings.features_of(
        shown.values(),
        between(one, other, between_them, event.zone, now),
        joined=len(planned.people) > 2,
    )
    return openings.choose(features, asked, sum(planned.people))


async def _make(
    conn: AsyncConnection,
    event: Event,
    planned: Planned,
    members: Mapping[int, int],
    opening: str,
    now: datetime,
) -> bool:
    made = MadeIntroduction(
        guild_id=event.guild_id,
        event_id=event.id,
        members=tuple(
            IntroducedMember(members[person], person, joined=position > 1)
            for position, person in enumerate(planned.people)
        ),
        kind=planned.kind,
        evidence=planned.evidence,
        opening=opening,
        made_at=now,
        shared=planned.shared,
    )
    introduction_id = await introductions.add(conn, made)
    if introduction_id is not None:
        await place(conn, event, replace(made, id=introduction_id), now)
    return introduction_id is not None
