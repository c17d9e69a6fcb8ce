"""Who is late for a round, and which posts count as talk, on both engines."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef, NewDelivery
from bot.domain.door import Attendance
from bot.domain.events import Event
from bot.domain.interactions import Interaction
from bot.domain.introductions import IntroducedMember
from bot.domain.noise import Past, Verdict
from bot.domain.posts import Mention
from bot.domain.rsvp import Rsvp
from db import (
    account_links,
    attendance,
    counting,
    delivered,
    deliveries,
    feed,
    filters,
    interactions,
    introductions,
    members,
    posts,
    rounds,
    rsvps,
    sending,
    verdicts,
)
from tests.db.rows import GUILD, HOUR, NOW, US, a_link, a_post, an_introduction, cancel, member_of


async def make_willing(conn: AsyncConnection, event: Event, *member_ids: int) -> None:
    going = [Rsvp(member_id, "going", member_id) for member_id in member_ids]
    await rsvps.save(conn, event.id, going, NOW)
    await members.set_consents(conn, GUILD, *member_ids, introductions=True)
    links = [a_link(each, person_id=each, proved_at=NOW) for each in member_ids]
    await account_links.save(conn, *links)


async def test_nobody_waits_for_a_round_where_none_is_to_come(
    conn: AsyncConnection, event: Event
) -> None:
    await make_willing(conn, event, 1)
    assert await rounds.have_begun(conn, event.id)
    assert await rounds.newcomers(conn, NOW) == {event.id: {1}}
    await rounds.plan(conn, event.id, [NOW + HOUR])
    assert not await rounds.have_begun(conn, event.id)
    assert await rounds.newcomers(conn, NOW) == {}
    await rounds.settle(conn, event.id, NOW + HOUR, "missed")
    assert await rounds.newcomers(conn, NOW) == {event.id: {1}}


async def test_late_are_the_willing_who_were_in_no_round(
    conn: AsyncConnection, event: Event
) -> None:
    await make_willing(conn, event, 1, 2, 3)
    await rounds.plan(conn, event.id, [NOW + HOUR])
    assert await rounds.newcomers(conn, NOW) == {}
    assert not await rounds.have_begun(conn, event.id)
    await rounds.note_held(conn, event.id, NOW)
    assert await rounds.have_begun(conn, event.id)
    await rounds.consider(conn, event.id, [1])
    assert await rounds.newcomers(conn, NOW) == {event.id: {2, 3}}
    await members.set_consents(conn, GUILD, 2, introductions=False)
    await rsvps.save(conn, event.id, [Rsvp(3, "maybe", 3)], NOW)
    assert await rounds.newcomers(conn, NOW) == {}
    came = Attendance(event.id, "walk_in", NOW, member_id=3)
    await attendance.add(conn, came)
    assert await rounds.newcomers(conn, NOW) == {event.id: {3}}
    await account_links.save(conn, a_link(3))
    assert await rounds.newcomers(conn, NOW) == {}
    await rounds.forget(conn, GUILD + 1, 1)
    assert await rounds.newcomers(conn, NOW) == {}
    await rounds.forget(conn, GUILD, 1, event.id)
    assert await rounds.newcomers(conn, NOW) == {event.id: {1}}
    assert await rounds.newcomers(conn, event.ends_at) == {}
    await cancel(conn, event.id)
    assert await rounds.newcomers(conn, NOW) == {}


Kind = Literal["conversation", "job_ad", "promotion"]


async def say(
    conn: AsyncConnection, event: Event, post_id: int, kind: Kind, state: str = "mirrored"
) -> None:
    """Author 1 calls 2 by name."""
    said = a_post(post_id, 1, mentions=(Mention("two", 2),))
    await posts.save(conn, [said])
    await interactions.add(conn, interactions_of_named(post_id))
    await feed.add(conn, [(event.id, post_id, state)])
    past = Past(1, said.created_at, kind, answers=False, fingerprint=str(post_id))
    await verdicts.save(conn, [(post_id, past, Verdict(kind, 0.9, ()))])


def interactions_of_named(post_id: int) -> list[Interaction]:
    at = a_post(post_id).created_at
    return [Interaction(post_id, "mention", 1, at, other_id=2)]


async def counted(conn: AsyncConnection) -> list[int]:
    later = NOW + 100 * HOUR
    found = [each.post_id for each in await interactions.among(conn, GUILD, {1, 2}, later)]
    assert len(await counting.posted(conn, GUILD, {1}, later)) == len(found)
    assert await interactions.around(conn, GUILD + 1, {1, 2}, later) == []
    return found


@pytest.mark.parametrize("kind", ["job_ad", "promotion"])
async def test_advertisements_count_once_organisers_say_so(
    conn: AsyncConnection, event: Event, kind: Kind
) -> None:
    await say(conn, event, 1, "conversation")
    await say(conn, event, 2, kind)
    await say(conn, event, 3, "conversation", "muted")
    assert await counted(conn) == [1]
    held = NewDelivery(
        guild_id=GUILD, event_id=event.id, kind="held", channel_id=1, key=f"held:{event.id}:2"
    )
    await deliveries.add(conn, held, NOW)
    assert await counted(conn) == [1, 2]
    await say(conn, event, 4, kind)
    await filters.set_person(conn, event.id, 1, "allowed")
    assert await counted(conn) == [1, 2, 4]


async def test_who_advertises_is_counted_unless_allowed(
    conn: AsyncConnection, event: Event
) -> None:
    for number, kind in enumerate(("conversation", "job_ad", "promotion"), start=1):
        await say(conn, event, number, kind)  # type: ignore[arg-type]
    assert await counting.advertised(conn, GUILD, {1, 2}) == {1: (3, 2)}
    await filters.set_person(conn, event.id, 1, "allowed")
    assert await counting.advertised(conn, GUILD, {1, 2}) == {}
    assert await counting.advertised(conn, GUILD + 1, {1}) == {1: (3, 2)}


async def test_one_of_three_goes_and_the_ledger_stays(conn: AsyncConnection, event: Event) -> None:
    three = tuple(IntroducedMember(member_of(n), n, joined=n == 3) for n in (1, 2, 3))
    made = an_introduction(event.id, 1, 2, members=three)
    made = replace(made, id=await introductions.add(conn, made) or 0)
    await introductions.take_out(conn, made.id, member_of(2))
    left = await introductions.get(conn, made.id)
    assert left is not None
    assert [(each.member_id, each.joined) for each in left.members] == [
        (member_of(1), False),
        (member_of(3), False),
    ]
    assert len(await introductions.pairs(conn, GUILD)) == 3
    await introductions.give_back(conn, made)
    assert await introductions.pairs(conn, GUILD) == set()


async def test_forgetting_one_of_three_leaves_the_others_theirs(
    conn: AsyncConnection, event: Event
) -> None:
    three = tuple(IntroducedMember(member_of(n), n, joined=n == 3) for n in (1, 2, 3))
    await introductions.add(conn, an_introduction(event.id, 1, 2, members=three))
    await introductions.forget(conn, GUILD, member_of(2))
    (left,) = await introductions.of_event(conn, event.id)
    assert left.member_ids == (member_of(1), member_of(3))
    assert await introductions.pairs(conn, GUILD) == {(member_of(1), member_of(3))}


async def test_bridges_are_found_by_whom_they_name(conn: AsyncConnection, event: Event) -> None:
    bridge = an_introduction(event.id, 1, 2, kind="bridge", evidence=(), shared=(7, 8))
    bridge_id = await introductions.add(conn, bridge) or 0
    await introductions.add(conn, an_introduction(event.id, 3, 4))
    assert [each.id for each in await introductions.naming(conn, {8}, event.id)] == [bridge_id]
    assert await introductions.naming(conn, {8}, event.id + 1) == []
    await introductions.rest_on(conn, bridge_id, (), (7,))
    assert await introductions.naming(conn, {8}) == []
    await introductions.withdraw(conn, bridge_id)
    assert await introductions.naming(conn, {7}) == []


async def test_what_stands_can_be_asked_away_and_leaves_no_trace(
    conn: AsyncConnection, event: Event
) -> None:
    leaving = NewDelivery(
        guild_id=GUILD,
        event_id=event.id,
        kind="introduction_exit",
        about={"introduction": 5, "member": 9},
    )
    await deliveries.add_standing(conn, leaving, MessageRef(70, 9), NOW)
    (found,) = await deliveries.of_introduction(conn, event.id, 5)
    assert (found.wanted, found.standing) == (False, MessageRef(70, 9))
    await delivered.forget_member(conn, GUILD, 9)
    assert await deliveries.of_introduction(conn, event.id, 6) == []
    await sending.claim(conn, found.id, US)
    await sending.settle_removed(conn, found.id, found.version)
    assert await deliveries.get(conn, found.id) is None
