from __future__ import annotations

import asyncio
from dataclasses import asdict, replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.posts import Followed
from bot.domain.roster import Roster
from bot.domain.rsvp import Rsvp, RsvpSettings
from db import events, hashtags, rsvps
from db import schema as tables
from db.engine import Database
from db.hashtags import Following
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_draft, cancel


async def test_an_event_comes_back_as_it_was_drafted(conn: AsyncConnection) -> None:
    draft = a_draft(organiser_id=LARGEST, capacity=None, name="Ügly 'quotes' 🎉")
    event = await events.add(conn, draft)
    assert event == Event(**asdict(draft), id=event.id, state="planned")
    assert await events.get(conn, event.id) == event
    assert await events.lock(conn, event.id) == event


async def test_an_unknown_event_is_none(conn: AsyncConnection, event: Event) -> None:
    assert await events.get(conn, event.id + 1) is None
    assert await events.lock(conn, event.id + 1) is None


async def test_a_guilds_events_come_by_their_start(conn: AsyncConnection) -> None:
    late = await events.add(conn, a_draft())
    early = await events.add(conn, a_draft(starts_at=NOW + HOUR))
    await events.add(conn, a_draft(guild_id=GUILD + 1))
    await cancel(conn, early.id)
    assert await events.of_guild(conn, GUILD) == [replace(early, state="cancelled"), late]


async def test_an_id_is_never_given_twice(conn: AsyncConnection, event: Event) -> None:
    await conn.execute(sa.delete(tables.events))
    assert (await events.add(conn, a_draft())).id > event.id


async def test_tracked_events_are_planned_and_not_over(conn: AsyncConnection) -> None:
    tracked, over, cancelled = [await events.add(conn, a_draft()) for _ in range(3)]
    await events.add(conn, a_draft())
    await hashtags.follow(conn, tracked, NOW + HOUR)
    await hashtags.follow(conn, cancelled, NOW + HOUR)
    await hashtags.follow(conn, over, NOW)
    await cancel(conn, cancelled.id)
    assert await events.tracked(conn, NOW) == [tracked]


async def test_a_hashtag_is_followed_since_the_first_event_that_does(
    conn: AsyncConnection,
) -> None:
    first = await events.add(conn, a_draft(hashtag="#HRDrinks"))
    second = await events.add(conn, a_draft(hashtag="hrdrinks", created_at=NOW + HOUR))
    other = await events.add(conn, a_draft(hashtag="Büro"))
    for event in (second, first, other):
        await hashtags.follow(conn, event, NOW + 3 * HOUR)
    assert await hashtags.followed(conn, NOW) == [Followed("büro", NOW), Followed("hrdrinks", NOW)]
    assert await hashtags.events_following(conn, {"hrdrinks", "unknown"}) == {
        "hrdrinks": [
            Following(first.id, NOW, NOW + 3 * HOUR),
            Following(second.id, NOW + HOUR, NOW + 3 * HOUR),
        ]
    }


async def test_nobody_follows_for_an_event_that_is_over_or_cancelled(
    conn: AsyncConnection, event: Event
) -> None:
    await hashtags.follow(conn, event, NOW + HOUR)
    assert await hashtags.followed(conn, NOW + HOUR) == []
    await cancel(conn, event.id)
    assert await hashtags.followed(conn, NOW) == []
    assert await hashtags.events_following(conn, {"hrdrinks"}) == {}


async def test_following_again_moves_the_end_only(conn: AsyncConnection, event: Event) -> None:
    await hashtags.follow(conn, event, NOW + HOUR)
    await hashtags.follow(conn, replace(event, created_at=NOW + HOUR), NOW + 2 * HOUR)
    following = await hashtags.events_following(conn, {"hrdrinks"})
    assert following == {"hrdrinks": [Following(event.id, NOW, NOW + 2 * HOUR)]}


async def test_answers_come_back_by_turn_and_are_counted(
    conn: AsyncConnection, event: Event
) -> None:
    answers = [Rsvp(3, "going", 1), Rsvp(LARGEST, "waitlisted", 2), Rsvp(1, "going", 3)]
    await rsvps.save(conn, event.id, reversed(answers), NOW)
    assert await rsvps.of_event(conn, event.id) == answers
    assert await rsvps.tally(conn, event.id) == {"going": 2, "waitlisted": 1}


async def test_an_answer_replaces_the_earlier_one(conn: AsyncConnection, event: Event) -> None:
    await rsvps.save(conn, event.id, [Rsvp(1, "going", 1), Rsvp(2, "waitlisted", 2)], NOW)
    await rsvps.save(conn, event.id, [Rsvp(1, "declined", 3), Rsvp(2, "going", 2)], NOW + HOUR)
    assert await rsvps.of_event(conn, event.id) == [Rsvp(2, "going", 2), Rsvp(1, "declined", 3)]


async def test_saving_no_answers_does_nothing(conn: AsyncConnection, event: Event) -> None:
    await rsvps.save(conn, event.id, (), NOW)
    assert await rsvps.of_event(conn, event.id) == []
    assert await rsvps.tally(conn, event.id) == {}


async def test_a_members_answers_are_those_in_the_guild(conn: AsyncConnection) -> None:
    here, also_here = [await events.add(conn, a_draft()) for _ in range(2)]
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for event in (also_here, here, elsewhere):
        await rsvps.save(conn, event.id, [Rsvp(1, "maybe", 1), Rsvp(2, "going", 2)], NOW)
    await rsvps.remove(conn, here.id, 2)
    mine = Rsvp(1, "maybe", 1)
    assert await rsvps.of_member(conn, GUILD, 1) == [(here.id, mine), (also_here.id, mine)]
    assert await rsvps.of_member(conn, GUILD, 2) == [(also_here.id, Rsvp(2, "going", 2))]


async def test_a_full_event_stays_full_when_everybody_taps_at_once(database_url: str) -> None:
    """Two processes answer for sixty members: the lock keeps their decisions apart."""
    processes = [Database(database_url), Database(database_url)]
    async with processes[0].begin() as conn:
        event = await events.add(conn, a_draft(capacity=12))

    async def tap(database: Database, member_id: int) -> None:
        async with database.begin() as conn:
            await events.lock(conn, event.id)
            roster = Roster(event, RsvpSettings(), await rsvps.of_event(conn, event.id))
            await rsvps.save(conn, event.id, [roster.answer(member_id, "going", NOW)], NOW)

    await asyncio.gather(*(tap(processes[member % 2], member) for member in range(60)))
    async with processes[0].read() as conn:
        assert await rsvps.tally(conn, event.id) == {"going": 12, "waitlisted": 48}
        assert [rsvp.turn for rsvp in await rsvps.of_event(conn, event.id)] == list(range(1, 61))
    for database in processes:
        await database.close()
