from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.offsets import Offset
from bot.domain.reminders import Reminder
from db import events, reminders, rounds
from tests.db.rows import HOUR, NOW, a_draft, cancel

WEEK, DAY = Offset(7, "d"), Offset(1, "d")


async def test_reminders_are_due_earliest_first(conn: AsyncConnection, event: Event) -> None:
    day = Reminder(event.id, DAY, NOW + HOUR)
    week = Reminder(event.id, WEEK, NOW)
    hours = Reminder(event.id, Offset(2, "h"), NOW + 2 * HOUR)
    await reminders.replan(conn, event.id, [day, week, hours])
    assert await reminders.next_due(conn) == NOW
    assert await reminders.due(conn, NOW + HOUR) == [week, day]


async def test_a_settled_reminder_is_not_due_again(conn: AsyncConnection, event: Event) -> None:
    week, day = Reminder(event.id, WEEK, NOW), Reminder(event.id, DAY, NOW + HOUR)
    await reminders.replan(conn, event.id, [week, day])
    assert await reminders.settle(conn, event.id, WEEK, "sent")
    assert not await reminders.settle(conn, event.id, WEEK, "missed")
    await reminders.replan(conn, event.id, [week, day])
    assert await reminders.due(conn, NOW + HOUR) == [day]
    assert await reminders.next_due(conn) == NOW + HOUR
    assert await reminders.states(conn, event.id) == {
        (WEEK, NOW): "sent",
        (DAY, NOW + HOUR): "planned",
    }


async def test_planning_again_drops_what_is_not_wanted_any_more(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft())
    for each in (event, other):
        await reminders.replan(conn, each.id, [Reminder(each.id, WEEK, NOW)])
    day = Reminder(event.id, DAY, NOW + HOUR)
    await reminders.replan(conn, event.id, [day])
    assert await reminders.due(conn, NOW + HOUR) == [Reminder(other.id, WEEK, NOW), day]


async def test_what_was_sent_comes_again_for_another_time_alone(
    conn: AsyncConnection, event: Event
) -> None:
    await reminders.replan(conn, event.id, [Reminder(event.id, WEEK, NOW)])
    await reminders.settle(conn, event.id, WEEK, "sent")
    later = Reminder(event.id, WEEK, NOW + HOUR)
    await reminders.replan(conn, event.id, [later])
    assert await reminders.due(conn, NOW + HOUR) == [later]


async def test_the_times_an_organiser_set_are_kept(conn: AsyncConnection, event: Event) -> None:
    assert await reminders.times(conn, event.id) is None
    await reminders.set_times(conn, event.id, [WEEK, Offset(30, "m")])
    assert await reminders.times(conn, event.id) == (WEEK, Offset(30, "m"))
    await reminders.set_times(conn, event.id, [])
    assert await reminders.times(conn, event.id) == ()


async def test_a_cancelled_event_reminds_nobody(conn: AsyncConnection, event: Event) -> None:
    other = await events.add(conn, a_draft())
    await reminders.replan(conn, event.id, [Reminder(event.id, WEEK, NOW)])
    await reminders.replan(conn, other.id, [Reminder(other.id, WEEK, NOW + HOUR)])
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
