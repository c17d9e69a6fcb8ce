from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import Change, ChangeDraft, facts
from bot.domain.events import Event
from bot.domain.posts import Followed
from bot.domain.reminders import USUAL, Reminder
from db import changes, events, hashtags, reminders, rounds
from db.hashtags import Following
from tests.db.rows import HOUR, NOW

WEEK, DAY, _ = USUAL


def a_change(event: Event) -> Change:
    return Change(event.id, "edited", facts(event), NOW, NOW + HOUR)


async def test_an_event_is_changed_as_it_is_given(conn: AsyncConnection, event: Event) -> None:
    changed = replace(
        event, name="Ügly 'quotes'", capacity=None, state="postponed", reason="Rain", revision=2
    )
    await events.change(conn, changed)
    assert await events.get(conn, event.id) == changed


async def test_a_change_waits_until_people_are_told(conn: AsyncConnection, event: Event) -> None:
    assert await changes.waiting(conn, event.id) is None
    await changes.save(conn, a_change(event))
    waits = await changes.waiting(conn, event.id)
    assert waits == replace(a_change(event), id=waits.id if waits else 0)
    assert waits is not None
    assert await changes.next_due(conn) == NOW + HOUR
    assert await changes.due(conn, NOW) == []
    assert await changes.due(conn, NOW + HOUR) == [waits]

    later = replace(waits, kind="cancelled", due_at=NOW)
    await changes.save(conn, later)
    assert await changes.due(conn, NOW) == [later]
    assert await changes.settle(conn, waits.id)
    assert not await changes.settle(conn, waits.id)
    assert await changes.waiting(conn, event.id) is None
    assert await changes.next_due(conn) is None
    assert await changes.get(conn, waits.id) == later
    assert await changes.get(conn, waits.id + 1) is None


async def test_a_draft_is_taken_once_and_dropped_when_it_is_old(
    conn: AsyncConnection, event: Event
) -> None:
    draft = ChangeDraft(event.id, "cancelled", replace(facts(event), reason="Rain"), 3, NOW)
    old, new = [
        await changes.add_draft(conn, replace(draft, made_at=at)) for at in (NOW, NOW + HOUR)
    ]
    await changes.drop_drafts(conn, NOW + HOUR)
    assert await changes.take_draft(conn, old) is None
    assert await changes.take_draft(conn, new) == replace(draft, made_at=NOW + HOUR)
    assert await changes.take_draft(conn, new) is None


async def test_a_hashtag_is_stopped_and_another_begins(conn: AsyncConnection, event: Event) -> None:
    await hashtags.follow(conn, event, NOW + 9 * HOUR)
    await hashtags.stop(conn, event, NOW + HOUR)
    other = replace(event, hashtag="HRsocial")
    await events.change(conn, other)
    await hashtags.follow(conn, other, NOW + 9 * HOUR, since=NOW + HOUR)
    assert await hashtags.followed(conn, NOW + HOUR) == [Followed("hrsocial", NOW + HOUR)]
    assert await hashtags.events_following(conn, {"hrdrinks"}) == {
        "hrdrinks": [Following(event.id, NOW, NOW + HOUR)]
    }
    await hashtags.stop(conn, event, NOW + 5 * HOUR)
    assert (await hashtags.events_following(conn, {"hrdrinks"}))["hrdrinks"][0].until == NOW + HOUR


async def test_people_talk_on_while_a_date_is_looked_for_and_nobody_is_reminded(
    conn: AsyncConnection, event: Event
) -> None:
    await hashtags.follow(conn, event, NOW + HOUR)
    await reminders.replan(conn, event.id, [Reminder(event.id, WEEK, NOW)])
    await rounds.plan(conn, event.id, [NOW])
    await events.change(conn, replace(event, state="postponed"))
    assert [each.hashtag for each in await hashtags.followed(conn, NOW)] == ["hrdrinks"]
    assert [each.id for each in await events.tracked(conn, NOW)] == [event.id]
    assert await reminders.due(conn, NOW) == []
    assert await rounds.due(conn, NOW) == []


async def test_reminders_and_rounds_are_planned_anew(conn: AsyncConnection, event: Event) -> None:
    week, day = Reminder(event.id, WEEK, NOW), Reminder(event.id, DAY, NOW + HOUR)
    await reminders.replan(conn, event.id, [week, day])
    await reminders.settle(conn, event.id, WEEK, "sent")
    assert await reminders.settled(conn, event.id) == [week]
    again = Reminder(event.id, WEEK, NOW + 2 * HOUR)
    await reminders.replan(conn, event.id, [again])
    assert await reminders.due(conn, NOW + 9 * HOUR) == [again]
    assert await reminders.settled(conn, event.id) == []

    await rounds.plan(conn, event.id, [NOW, NOW + HOUR])
    await rounds.settle(conn, event.id, NOW, "done")
    await rounds.replan(conn, event.id, [NOW, NOW + 2 * HOUR])
    assert await rounds.due(conn, NOW + 9 * HOUR) == [(event.id, NOW + 2 * HOUR)]
