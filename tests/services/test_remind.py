"""Reminders: at the local hour, once, late only while they still help."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.announcements import EventReminder
from bot.services.suite import Services
from tests.services.world import GUILD, STARTS, World, draft


def _kinds(world: World) -> list[tuple[str, int | None]]:
    return [
        (o.announcement.kind, o.place.member_id)
        for o in world.discord.sent
        if isinstance(o.announcement, EventReminder)
    ]


async def _at(world: World, services: Services, before_start: timedelta) -> None:
    world.clock.move_to(STARTS - before_start)
    await services.timetable.run_due()
    await services.deliver.drain()


async def test_a_week_a_day_and_two_hours_before_in_the_channel_once(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    for days in (8, 7, 6, 1):
        await _at(world, services, timedelta(days=days))
        await _at(world, services, timedelta(days=days))
    await _at(world, services, timedelta(hours=2))
    assert _kinds(world) == [("week", None), ("day", None), ("hours", None)]


async def test_direct_messages_only_to_those_who_go_and_asked(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    for member, answer in ((1, "going"), (2, "going"), (3, "maybe")):
        await services.rsvp.answer(GUILD, event.id, member, answer)  # type: ignore[arg-type]
    for member in (1, 3):
        await services.privacy.consent(GUILD, member, direct_reminders=True)
    await _at(world, services, timedelta(days=1))
    assert sorted(_kinds(world), key=str) == [("day", 1), ("day", None)]


async def test_after_a_long_absence_only_what_still_helps_goes_out(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await _at(world, services, timedelta(hours=20))
    assert _kinds(world) == [("day", None)]


async def test_what_no_longer_helps_is_skipped(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await _at(world, services, timedelta(hours=4))
    assert _kinds(world) == []
    await _at(world, services, timedelta(minutes=20))
    assert _kinds(world) == []


async def test_a_reminder_is_not_sent_to_who_cancelled_before_it_left(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.privacy.consent(GUILD, 1, direct_reminders=True)
    world.clock.move_to(STARTS - timedelta(days=1))
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    assert _kinds(world) == [("day", None)]
