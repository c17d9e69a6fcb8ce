from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import ChangeDraft, facts
from bot.domain.events import Event
from bot.domain.recurrence import Recurrence
from bot.domain.series import MADE_BEFORE, Occurrence, Series, Template
from db import changes, series
from db.engine import Database
from db.events import add as add_event
from tests.db.rows import GUILD, HOUR, NOW, a_draft

WEEK = timedelta(weeks=1)


def a_series(event: Event, **changed: object) -> Series:
    known = Series(
        guild_id=GUILD,
        rule=Recurrence("week", 2, time(18, 30), date(2026, 1, 22), 3, until=date(2027, 1, 1)),
        zone="Europe/London",
        times=6,
        template=Template("Ügly 'name'", "HRdrinks", "The Anchor", None, "", 2 * HOUR),
        event_id=event.id,
        revision=3,
        slot_at=event.starts_at,
        next_at=event.starts_at + WEEK,
        made_at=NOW,
    )
    return replace(known, **changed)  # type: ignore[arg-type]


async def kept(conn: AsyncConnection, new: Series) -> Series:
    return replace(new, id=await series.add(conn, new))


async def test_a_series_comes_back_as_it_was_kept(conn: AsyncConnection, event: Event) -> None:
    one = await kept(conn, a_series(event))
    assert await series.get(conn, one.id) == one
    rule = Recurrence("month", 1, time(7), date(2026, 1, 31), day=31)
    other = replace(one, rule=rule, times=None, state="running", next_at=None, number=4)
    await series.save(conn, other)
    assert await series.lock(conn, one.id) == other
    assert await series.get(conn, one.id + 1) is None
    assert await series.lock(conn, one.id + 1) is None


async def test_the_next_is_due_when_the_latest_is_over_or_its_own_start_is_near(
    conn: AsyncConnection, event: Event
) -> None:
    running = await kept(conn, a_series(event, state="running"))
    assert await series.next_due(conn) == event.ends_at
    assert await series.due(conn, event.ends_at - HOUR) == []
    assert await series.due(conn, event.ends_at) == [running.id]
    near = event.starts_at - 2 * HOUR
    await series.save(conn, replace(running, next_at=near))
    assert await series.next_due(conn) == near - MADE_BEFORE
    assert await series.due(conn, near - MADE_BEFORE) == [running.id]
    for over in (replace(running, state="ended"), replace(running, next_at=None)):
        await series.save(conn, over)
        assert await series.due(conn, event.ends_at) == []
        assert await series.next_due(conn) is None


async def test_an_event_is_in_one_series_that_goes_on(conn: AsyncConnection, event: Event) -> None:
    ended = await kept(conn, a_series(event, state="ended"))
    running = await kept(conn, a_series(event, state="running"))
    second = await add_event(conn, a_draft())
    first = Occurrence(running.id, 1, event.id, event.starts_at)
    missed = Occurrence(running.id, 2, None, event.starts_at + WEEK)
    third = Occurrence(running.id, 3, second.id, event.starts_at + 2 * WEEK)
    assert await series.running_of(conn, event.id) is None
    await series.note(conn, [first._replace(series_id=ended.id)])
    assert await series.running_of(conn, event.id) is None
    await series.note(conn, [first, missed, third])
    assert await series.running_of(conn, event.id) == first
    assert await series.later(conn, running.id, 1) == [third]
    assert await series.later(conn, running.id, 3) == []
    await series.move(conn, running.id, 3, NOW)
    assert await series.later(conn, running.id, 1) == [third._replace(slot_at=NOW)]


async def test_of_each_turn_there_is_one(database: Database) -> None:
    async with database.begin() as conn:
        event = await add_event(conn, a_draft())
        known = await kept(conn, a_series(event, state="running"))
        first = Occurrence(known.id, 1, event.id, NOW)
        await series.note(conn, [first])
    with pytest.raises(sa.exc.IntegrityError):
        async with database.begin() as conn:
            await series.note(conn, [first])


async def test_proposals_go_and_series_stay(conn: AsyncConnection, event: Event) -> None:
    old = await kept(conn, a_series(event))
    new = await kept(conn, a_series(event, made_at=NOW + HOUR))
    running = await kept(conn, a_series(event, state="running"))
    await series.drop_proposals(conn, NOW + HOUR)
    assert await series.get(conn, old.id) is None
    for each in (new, running):
        await series.remove(conn, each.id)
    assert await series.get(conn, new.id) is None
    assert await series.get(conn, running.id) == running


async def test_a_draft_of_a_change_knows_how_far_it_reaches(
    conn: AsyncConnection, event: Event
) -> None:
    for scope in ("one", "following"):
        draft = ChangeDraft(event.id, "edited", facts(event), 0, NOW, scope)
        assert await changes.take_draft(conn, await changes.add_draft(conn, draft)) == draft
