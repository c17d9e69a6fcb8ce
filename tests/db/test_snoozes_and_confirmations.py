from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.rsvp import Rsvp, Turnout
from db import confirmations, events, rsvps, snoozes
from db.snoozes import Snoozed
from tests.db.rows import GUILD, HOUR, NOW, a_draft, cancel


async def test_the_last_wish_of_a_member_counts(conn: AsyncConnection, event: Event) -> None:
    await snoozes.plan(conn, Snoozed(event.id, 1, NOW))
    await snoozes.plan(conn, Snoozed(event.id, 2, NOW + HOUR))
    await snoozes.plan(conn, Snoozed(event.id, 1, NOW + 2 * HOUR))
    assert await snoozes.next_due(conn) == NOW + HOUR
    assert await snoozes.due(conn, NOW + HOUR) == [Snoozed(event.id, 2, NOW + HOUR)]
    await snoozes.remove(conn, Snoozed(event.id, 2, NOW + HOUR))
    assert await snoozes.due(conn, NOW + 3 * HOUR) == [Snoozed(event.id, 1, NOW + 2 * HOUR)]


async def test_nobody_is_reminded_again_of_what_was_cancelled(
    conn: AsyncConnection, event: Event
) -> None:
    await snoozes.plan(conn, Snoozed(event.id, 1, NOW))
    await cancel(conn, event.id)
    assert await snoozes.due(conn, NOW) == []
    assert await snoozes.next_due(conn) is None


async def test_snoozes_of_a_member_are_seen_and_forgotten_in_one_guild(
    conn: AsyncConnection, event: Event
) -> None:
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for each in (event, elsewhere):
        await snoozes.plan(conn, Snoozed(each.id, 1, NOW))
    assert await snoozes.of_member(conn, GUILD, 1) == [Snoozed(event.id, 1, NOW)]
    assert await snoozes.of_member(conn, GUILD, 2) == []
    await snoozes.forget(conn, GUILD, 1)
    assert await snoozes.of_member(conn, GUILD, 1) == []
    assert await snoozes.of_member(conn, GUILD + 1, 1) != []


async def test_those_who_confirmed_are_counted_while_they_are_going(
    conn: AsyncConnection, event: Event
) -> None:
    assert await confirmations.turnout(conn, event.id) == Turnout()
    answers = [Rsvp(1, "going", 1, guests=2), Rsvp(2, "going", 2), Rsvp(3, "going", 3, guests=1)]
    await rsvps.save(conn, event.id, [*answers, Rsvp(4, "waitlisted", 4, guests=1)], NOW)
    elsewhere = await events.add(conn, a_draft())
    await rsvps.save(conn, elsewhere.id, [Rsvp(2, "going", 1)], NOW)
    for member in (1, 3, 4):
        await confirmations.save(conn, event.id, member, NOW + HOUR)
    assert await confirmations.of_event(conn, event.id) == {1, 3}
    assert await confirmations.turnout(conn, event.id) == Turnout(6, 3, 5, 3)
    await confirmations.remove(conn, event.id, 3)
    assert await confirmations.turnout(conn, event.id) == Turnout(6, 3, 3, 2)
    await rsvps.save(conn, event.id, [Rsvp(4, "going", 4, guests=1)], NOW)
    assert await confirmations.of_event(conn, event.id) == {1, 4}, "a turn came, and it holds"
    await confirmations.clear(conn, elsewhere.id)
    assert await confirmations.of_event(conn, event.id) == {1, 4}
    await confirmations.clear(conn, event.id)
    assert await confirmations.turnout(conn, event.id) == Turnout(8, 4)


async def test_confirmations_of_a_member_are_seen_and_forgotten_in_one_guild(
    conn: AsyncConnection, event: Event
) -> None:
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for each in (event, elsewhere):
        await rsvps.save(conn, each.id, [Rsvp(1, "going", 1)], NOW)
        await confirmations.save(conn, each.id, 1, NOW)
    assert await confirmations.of_member(conn, GUILD, 1) == {event.id}
    await confirmations.forget(conn, GUILD, 1)
    assert await confirmations.of_member(conn, GUILD, 1) == set()
    assert await confirmations.of_member(conn, GUILD + 1, 1) == {elsewhere.id}
