"""How people can be found, what they reported, and whom the day after was asked."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.meeting import Report
from db import events, follow_ups, introductions, recognition, reports
from tests.db.rows import GUILD, LARGEST, NOW, a_draft, an_introduction, cancel, member_of


async def add(conn: AsyncConnection, event: Event, one: int, other: int) -> int:
    found = await introductions.add(conn, an_introduction(event.id, one, other))
    assert found is not None
    return found


async def test_words_are_kept_by_event_and_replaced(conn: AsyncConnection, event: Event) -> None:
    later = await events.add(conn, a_draft())
    await recognition.save(conn, event.id, LARGEST, "red scarf")
    await recognition.save(conn, event.id, LARGEST, "green hat")
    await recognition.save(conn, event.id, 2, "tall")
    await recognition.save(conn, later.id, 2, "taller")
    assert await recognition.of_event(conn, event.id) == {LARGEST: "green hat", 2: "tall"}
    assert await recognition.of_member(conn, GUILD, 2) == {event.id: "tall", later.id: "taller"}
    assert await recognition.of_member(conn, GUILD + 1, 2) == {}
    assert await recognition.event_ids(conn) == {event.id, later.id}
    await recognition.remove(conn, event.id, LARGEST)
    assert await recognition.get(conn, event.id, LARGEST) is None
    await recognition.clear(conn, event.id)
    assert await recognition.get(conn, later.id, 2) == "taller"
    assert await recognition.event_ids(conn) == {later.id}


async def test_a_report_outlives_the_introduction_and_goes_with_its_writer(
    conn: AsyncConnection, event: Event
) -> None:
    made = await add(conn, event, 1, 2)
    report = Report(GUILD, event.id, made, member_of(1), "Rude.", NOW)
    found = await reports.add(conn, report)
    other = await reports.add(conn, replace(report, member_id=LARGEST))
    assert await reports.get(conn, found) == replace(report, id=found)
    await introductions.forget(conn, GUILD, member_of(2))
    kept = replace(report, id=found, introduction_id=None)
    assert await reports.of_member(conn, GUILD, member_of(1)) == [kept]
    await reports.forget(conn, GUILD + 1, member_of(1))
    assert await reports.get(conn, found) == kept
    await reports.forget(conn, GUILD, member_of(1))
    assert await reports.get(conn, found) is None
    assert await reports.get(conn, other) is not None


async def test_only_what_stands_and_takes_place_is_to_be_seen_to(conn: AsyncConnection) -> None:
    here, off = [await events.add(conn, a_draft()) for _ in range(2)]
    stands, seen, withdrawn = [await add(conn, here, n, n + 1) for n in (1, 3, 5)]
    await add(conn, off, 7, 8)
    await follow_ups.note(conn, [seen])
    await follow_ups.note(conn, [seen])
    await introductions.withdraw(conn, withdrawn)
    await cancel(conn, off.id)
    assert await follow_ups.event_ids(conn) == {here.id}
    assert await follow_ups.open_ones(conn, here.id) == {stands}


async def test_what_one_member_says_is_theirs_alone(conn: AsyncConnection, event: Event) -> None:
    made = await add(conn, event, 1, 2)
    await introductions.answer(conn, made, member_of(1), "hello")
    await introductions.note_met(conn, made, member_of(2), met=False)
    found = await introductions.get(conn, made)
    assert found is not None
    said = [(each.answer, each.met) for each in found.members]
    assert said == [("hello", None), (None, False)]
