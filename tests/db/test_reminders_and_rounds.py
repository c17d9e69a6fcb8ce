from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.reminders import Reminder
from db import events, reminders, rounds
from tests.db.rows import HOUR, NOW, a_draft, cancel


async def test_reminders_are_due_earliest_first(conn: AsyncConnection, event: Event) -> None:
    day = Reminder(event.id, "day", NOW + HOUR)
    week = Reminder(event.id, "week", NOW)
    hours = Reminder(event.id, "hours", NOW + 2 * HOUR)
    await reminders.plan(conn, [day, week, hours])
    assert await reminders.next_due(conn) == NOW
    assert await reminders.due(conn, NOW + HOUR) == [week, day]


async def test_a_settled_reminder_is_not_due_again(conn: AsyncConnection, event: Event) -> None:
    week, day = Reminder(event.id, "week", NOW), Reminder(event.id, "day", NOW + HOUR)
    await reminders.plan(conn, [week, day])
    assert await reminders.settle(conn, event.id, "week", "sent")
    assert not await reminders.settle(conn, event.id, "week", "missed")
    await reminders.plan(conn, [week])
    assert await reminders.due(conn, NOW + HOUR) == [day]
    assert await reminders.next_due(conn) == NOW + HOUR


async def test_planning_again_moves_no_reminder(conn: AsyncConnection, event: Event) -> None:
    await reminders.plan(conn, [Reminder(event.id, "week", NOW)])
    await reminders.plan(conn, [Reminder(event.id, "week", NOW + HOUR)])
    assert await reminders.next_due(conn) == NOW


async def test_a_cancelled_event_reminds_nobody(conn: AsyncConnection, event: Event) -> None:
    other = await events.add(conn, a_draft())
    await reminders.plan(conn, [Reminder(event.id, "week", NOW)])
    await reminders.plan(conn, [Reminder(other.id, "week", NOW + HOUR)])
    await cancel(conn, event.id)
    assert await reminders.due(conn, NOW) == []
    assert await reminders.next_due(conn) == NOW + HOUR


async def test_nothing_planned_is_never_due(conn: AsyncConnection) -> None:
    assert await reminders.next_due(conn) is None
    assert await rounds.next_due(conn) is None


async def test_rounds_are_due_earliest_first(conn: AsyncConnection, event: Event) -> None:
    other = await events.add(conn, a_draft())
    await rounds.plan(conn, event.id, [NOW + 2 * HOUR, NOW])
    await rounds.plan(conn, other.id, [NOW + HOUR])
    assert await rounds.next_due(conn) == NOW
    assert await rounds.due(conn, NOW + HOUR) == [(event.id, NOW), (other.id, NOW + HOUR)]


async def test_a_settled_round_is_not_held_again(conn: AsyncConnection, event: Event) -> None:
    await rounds.plan(conn, event.id, [NOW, NOW + HOUR])
    assert await rounds.settle(conn, event.id, NOW, "done")
    assert not await rounds.settle(conn, event.id, NOW, "missed")
    await rounds.plan(conn, event.id, [NOW])
    assert await rounds.due(conn, NOW) == []
    assert await rounds.next_due(conn) == NOW + HOUR


async def test_a_cancelled_event_has_no_rounds(conn: AsyncConnection, event: Event) -> None:
    await rounds.plan(conn, event.id, [NOW])
    await cancel(conn, event.id)
    assert await rounds.due(conn, NOW) == []
    assert await rounds.next_due(conn) is None
