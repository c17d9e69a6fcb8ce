"""Introductions are taken back, or go on without somebody, when what they rested on is gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.services.introduction_placing import (
    bring_up_to_date,
    let_go,
    take_away,
    take_from,
)
from bot.services.starters import step_back
from db import account_links, deliveries, events, interactions, introductions, rounds


async def withdraw_introductions(
    conn: AsyncConnection,
    guild_id: int,
    member_id: int,
    now: datetime,
    *,
    event_id: int | None = None,
) -> None:
    """Take a member out of their introductions before events still to come, or before one event.

    Should they become willing again they count as new. Their posts are no longer offered either.
    """
    await step_back(conn, guild_id, member_id, now, event_id=event_id)
    for made, event in await _standing_of(conn, guild_id, member_id, now):
        if event_id in (None, event.id):
            await take_out(conn, made, member_id, now)
    await rounds.forget(conn, guild_id, member_id, event_id)


async def part(
    conn: AsyncConnection, guild_id: int, member_id: int, other_id: int, now: datetime
) -> None:
    """Take a member out of what introduces them to somebody before events still to come."""
    for made, _ in await _standing_of(conn, guild_id, member_id, now):
        if other_id in made.member_ids:
            await take_out(conn, made, member_id, now)


async def unname(
    conn: AsyncConnection,
    guild_id: int,
    member_id: int,
    now: datetime,
    *,
    event_id: int | None = None,
) -> None:
    """Name a member no longer as somebody whom others both talked with."""
    linked = await account_links.people_of(conn, guild_id, [member_id])
    await unname_people(conn, linked.values(), now, guild_id=guild_id, event_id=event_id)


async def unname_people(
    conn: AsyncConnection,
    person_ids: Collection[int],
    now: datetime,
    *,
    guild_id: int | None = None,
    event_id: int | None = None,
) -> None:
    """The same for people by X id, in every guild unless one is given."""
    gone = set(person_ids)
    for made in await introductions.naming(conn, gone, event_id):
        if guild_id not in (None, made.guild_id):
            continue
        left = [person for person in made.shared if person not in gone]
        await introductions.rest_on(conn, made.id, made.evidence, left)
        event = await events.get(conn, made.event_id)
        if event is None or event.is_over(now) or left:
            await bring_up_to_date(conn, made, now)
        else:
            await withdraw(conn, made, now)


async def take_out(
    conn: AsyncConnection, made: MadeIntroduction, member_id: int, now: datetime
) -> None:
    """Of a pair nothing is left; of three the other two, where something stands between them."""
    left = [each for each in made.members if each.member_id != member_id]
    evidence = await _between(conn, left, made.evidence) if len(left) > 1 else ()
    if not evidence:
        await withdraw(conn, made, now)
        return
    await take_from(conn, made, member_id, now)
    await let_go(conn, made, member_id, now)
    await introductions.take_out(conn, made.id, member_id)
    await introductions.rest_on(conn, made.id, evidence)
    await bring_up_to_date(conn, made, now)


async def tied_by(conn: AsyncConnection, made: MadeIntroduction) -> set[int]:
    """Those who are introduced, by X id, as far as the evidence ties them to another of them."""
    people = {each.person_id for each in made.members}
    if made.kind == "bridge":
        return people
    tied: set[int] = set()
    for each in await interactions.of_posts(conn, made.evidence):
        if each.author_id in people and each.other_id in people and each.other_id is not None:
            tied |= {each.author_id, each.other_id}
    return tied


async def withdraw(conn: AsyncConnection, made: MadeIntroduction, now: datetime) -> None:
    """Take an introduction back, with the thread or the messages it was made in.

    Where it was never said, its people were not introduced: another round may do so.
    """
    if await _unsaid(conn, made):
        await introductions.give_back(conn, made)
    await introductions.withdraw(conn, made.id)
    await take_away(conn, made, now)


async def _standing_of(
    conn: AsyncConnection, guild_id: int, member_id: int, now: datetime
) -> list[tuple[MadeIntroduction, Event]]:
    """A member's introductions that stand, before events that are not over."""
    found = []
    for made in await introductions.of_member(conn, guild_id, member_id):
        event = await events.get(conn, made.event_id) if made.state == "made" else None
        if event is not None and not event.is_over(now):
            found.append((made, event))
    return found


async def _between(
    conn: AsyncConnection, left: Collection[IntroducedMember], evidence: Collection[int]
) -> tuple[int, ...]:
    """The posts in which one of those who are left turned to the other."""
    people = {each.person_id for each in left}
    found = await interactions.of_posts(conn, evidence)
    told = {each.post_id for each in found if {each.author_id, each.other_id} == people}
    return tuple(post_id for post_id in evidence if post_id in told)


async def _unsaid(conn: AsyncConnection, made: MadeIntroduction) -> bool:
    said = await deliveries.of_introduction(conn, made.event_id, made.id)
    return all(each.standing is None and each.attempts == 0 for each in said)
