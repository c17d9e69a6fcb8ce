from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.door import Attendance, Door
from bot.domain.events import Event
from db import attendance, calendar_feeds, doors, events
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_draft


def came(event: Event, member_id: int | None = None, **changed: object) -> Attendance:
    return replace(Attendance(event.id, "organiser", NOW, member_id=member_id), **changed)  # type: ignore[arg-type]


async def test_a_door_comes_back_as_it_was_opened(conn: AsyncConnection, event: Event) -> None:
    assert await doors.get(conn, event.id) is None
    door = Door(event.id, "secret", NOW)
    await doors.save(conn, door)
    assert await doors.get(conn, event.id) == door
    assert await doors.open_ones(conn, GUILD) == [door]
    assert await doors.open_ones(conn, GUILD + 1) == []


async def test_a_closed_door_stays_closed_until_it_is_opened_again(
    conn: AsyncConnection, event: Event
) -> None:
    await doors.save(conn, Door(event.id, "secret", NOW))
    await doors.close(conn, [event.id], NOW + HOUR)
    await doors.close(conn, [event.id], NOW + 2 * HOUR)
    closed = Door(event.id, "secret", NOW, NOW + HOUR)
    assert await doors.get(conn, event.id) == closed
    assert await doors.open_ones(conn) == []
    assert await doors.last_closed(conn, GUILD) == closed
    await doors.save(conn, Door(event.id, "another", NOW + 3 * HOUR))
    assert await doors.get(conn, event.id) == Door(event.id, "secret", NOW + 3 * HOUR)
    assert await doors.last_closed(conn, GUILD) is None


async def test_the_door_closed_last_is_the_guilds_own(conn: AsyncConnection, event: Event) -> None:
    later = await events.add(conn, a_draft())
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for number, each in enumerate((event, later, elsewhere)):
        await doors.save(conn, Door(each.id, "secret", NOW, NOW + number * HOUR))
    found = await doors.last_closed(conn, GUILD)
    assert found is not None
    assert found.event_id == later.id


async def test_a_member_comes_once_and_walk_ins_as_often_as_they_are(
    conn: AsyncConnection, event: Event
) -> None:
    first, new = await attendance.add(conn, came(event, LARGEST, by_id=5))
    assert new
    assert first == came(event, LARGEST, by_id=5, id=first.id)
    again, new = await attendance.add(conn, came(event, LARGEST, how="self"))
    assert (again, new) == (first, False)
    walk_in = came(event, how="walk_in", name="Zoe", handle="zoe")
    await attendance.add(conn, walk_in)
    noted, new = await attendance.add(conn, walk_in)
    assert new
    assert [each.name for each in await attendance.of_event(conn, event.id)] == [None, "Zoe", "Zoe"]
    assert await attendance.remove(conn, event.id, noted.id) == noted
    assert await attendance.remove(conn, event.id, noted.id) is None
    assert len(await attendance.of_event(conn, event.id)) == 2


async def test_somebody_elses_event_is_left_alone(conn: AsyncConnection, event: Event) -> None:
    other = await events.add(conn, a_draft())
    noted, _ = await attendance.add(conn, came(event, 1))
    assert await attendance.remove(conn, other.id, noted.id) is None
    assert await attendance.of_event(conn, event.id) == [noted]


async def test_late_cancellations_are_noted_once_and_taken_back(
    conn: AsyncConnection, event: Event
) -> None:
    for member_id, at in ((2, NOW), (1, NOW + HOUR), (2, NOW + 2 * HOUR)):
        await attendance.note_late(conn, event.id, member_id, at)
    assert await attendance.late(conn, event.id) == [2, 1]
    await attendance.forget_late(conn, event.id, 2)
    assert await attendance.late(conn, event.id) == [1]


async def test_a_member_is_found_and_forgotten_in_one_guild(
    conn: AsyncConnection, event: Event
) -> None:
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for each in (event, elsewhere):
        await attendance.add(conn, came(each, 1, by_id=1))
        await attendance.add(conn, came(each, 2, by_id=1))
        await attendance.note_late(conn, each.id, 1, NOW)
    visits, late = await attendance.of_member(conn, GUILD, 1)
    assert [each.event_id for each in visits] == [event.id]
    assert late == [event.id]

    await attendance.forget(conn, GUILD, 1)
    assert await attendance.of_member(conn, GUILD, 1) == ([], [])
    (other,) = await attendance.of_event(conn, event.id)
    assert (other.member_id, other.by_id) == (2, None)
    assert len(await attendance.of_event(conn, elsewhere.id)) == 2
    assert await attendance.late(conn, elsewhere.id) == [1]


async def test_names_of_walk_ins_go_and_their_number_stays(
    conn: AsyncConnection, event: Event
) -> None:
    assert await attendance.first_end_with_names(conn) is None
    later = await events.add(conn, a_draft(ends_at=event.ends_at + timedelta(days=9)))
    for each in (event, later):
        await attendance.add(conn, came(each, how="walk_in", name="Zoe", handle="zoe"))
        await attendance.add(conn, came(each, 1))
    assert await attendance.first_end_with_names(conn) == event.ends_at
    assert await attendance.forget_names(conn, event.ends_at) == 1
    assert await attendance.forget_names(conn, event.ends_at) == 0
    assert await attendance.first_end_with_names(conn) == later.ends_at
    walk_in, _ = await attendance.of_event(conn, event.id)
    assert (walk_in.name, walk_in.handle, walk_in.how) == (None, None, "walk_in")


async def test_a_calendar_has_one_address_until_it_is_taken_away(conn: AsyncConnection) -> None:
    await calendar_feeds.add(conn, GUILD, LARGEST, "first")
    await calendar_feeds.add(conn, GUILD, LARGEST, "second")
    await calendar_feeds.add(conn, GUILD + 1, LARGEST, "elsewhere")
    assert await calendar_feeds.token(conn, GUILD, LARGEST) == "first"
    assert await calendar_feeds.owner(conn, "first") == (GUILD, LARGEST)
    assert await calendar_feeds.owner(conn, "second") is None
    await calendar_feeds.remove(conn, GUILD, LARGEST)
    assert await calendar_feeds.owner(conn, "first") is None
    assert await calendar_feeds.token(conn, GUILD, LARGEST) is None
    assert await calendar_feeds.owner(conn, "elsewhere") == (GUILD + 1, LARGEST)
