"""Reminders: at the local hour, once, late only while they still help."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from bot.domain.announcements import EventReminder, Notice
from bot.domain.events import Event
from bot.domain.reminders import PINGS
from bot.domain.rsvp import Rsvp
from bot.errors import Unreachable, UserError
from bot.services.suite import Services
from db import members, rsvps, sending
from tests.sampled import sampled
from tests.services.world import CHANNEL, GUILD, NOW, STARTS, World, draft


def _sent(world: World) -> list[tuple[str, int | None]]:
    return [
        (o.announcement.tone, o.place.member_id)
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
    assert _sent(world) == [("ahead", None), ("soon", None), ("starting", None)]


async def test_direct_messages_only_to_those_who_go_and_asked(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    for member, answer in ((1, "going"), (2, "going"), (3, "maybe")):
        await services.rsvp.answer(GUILD, event.id, member, answer)  # type: ignore[arg-type]
    for member in (1, 3):
        await services.privacy.consent(GUILD, member, remind_where="dm")
    await _at(world, services, timedelta(days=1))
    assert sorted(_sent(world), key=str) == [("soon", 1), ("soon", None)]


async def test_after_a_long_absence_only_what_still_helps_goes_out(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await _at(world, services, timedelta(hours=20))
    assert _sent(world) == [("soon", None)]


async def test_what_no_longer_helps_is_skipped(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await _at(world, services, timedelta(hours=4))
    assert _sent(world) == []
    await _at(world, services, timedelta(minutes=20))
    assert _sent(world) == []


async def test_a_reminder_is_not_sent_to_who_cancelled_before_it_left(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.privacy.consent(GUILD, 1, remind_where="dm")
    world.clock.move_to(STARTS - timedelta(days=1))
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    assert _sent(world) == [("soon", None)]


async def test_an_event_reminds_when_its_organiser_wants(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await _at(world, services, timedelta(days=7))
    status = await services.reminders.set_times(GUILD, event.id, "1 week, 3 days, 20 minutes")
    assert [(str(t.offset), t.outlook) for t in status.times] == [
        ("7d", "sent"),
        ("3d", "planned"),
        ("20m", "planned"),
    ]
    for before in (timedelta(days=3), timedelta(days=1), timedelta(hours=2), timedelta(minutes=20)):
        await _at(world, services, before)
    assert _sent(world) == [("ahead", None), ("ahead", None), ("starting", None)]


async def test_times_that_are_past_are_left_out_and_none_means_none(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    world.clock.move_to(STARTS - timedelta(days=5))
    status = await services.reminders.set_times(GUILD, event.id, "1 week, 1 day")
    assert [t.outlook for t in status.times] == ["left_out", "planned"]
    assert (await services.reminders.set_times(GUILD, event.id, "none")).times == ()
    await _at(world, services, timedelta(hours=1))
    assert _sent(world) == []
    with pytest.raises(UserError, match="unknown"):
        await services.reminders.set_times(GUILD + 1, event.id, "1 day")


async def test_each_is_reminded_where_and_of_what_they_chose(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    choices = {1: ("dm", "all"), 2: ("dm", "late"), 3: ("channel", "all"), 4: ("channel", "late")}
    for member in range(1, 8):
        await services.rsvp.answer(GUILD, event.id, member, "going" if member < 7 else "maybe")
    for member, (where, which) in choices.items():
        await services.privacy.consent(GUILD, member, remind_where=where, remind_which=which)  # type: ignore[arg-type]
    await services.privacy.consent(GUILD, 5, remind_where="none")
    await services.privacy.consent(GUILD, 7, remind_where="channel")
    await _at(world, services, timedelta(days=7))
    assert sorted(_sent(world), key=str) == [("ahead", 1), ("ahead", None)]
    assert _pinged(world) == [(3,)]
    await _at(world, services, timedelta(days=1))
    assert sorted(_sent(world), key=str)[2:] == [("soon", 1), ("soon", 2), ("soon", None)]
    assert _pinged(world)[1:] == [(3, 4)]


async def test_many_to_ping_are_parted_and_each_is_pinged_once(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    everyone = range(1, 2 * PINGS + 2)
    async with world.database.begin() as conn:
        await rsvps.save(conn, event.id, [Rsvp(m, "going", m) for m in everyone], NOW)
        await members.set_consents(conn, GUILD, *everyone, remind_where="channel")
    world.clock.move_to(STARTS - timedelta(days=1))
    await services.timetable.run_due()
    await services.rsvp.answer(GUILD, event.id, 2, "declined")
    await services.privacy.forget(GUILD, 3)
    await services.privacy.consent(GUILD, 4, remind_where="none")
    await services.deliver.drain()
    assert [len(part) for part in _pinged(world)] == [PINGS - 3, PINGS, 1]
    assert [m for part in _pinged(world) for m in part] == [
        m for m in everyone if m not in {2, 3, 4}
    ]


async def test_who_confirmed_is_counted_and_not_asked_again(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    for member in (1, 2, 3):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, remind_where="dm")
    await services.rsvp.answer(GUILD, event.id, 4, "maybe")
    await services.reminders.set_times(GUILD, event.id, "1 day, 12 hours")
    await services.confirmations.confirm(GUILD, event.id, 1)
    await _at(world, services, timedelta(days=1))
    assert _asked(world) == [2, 3, None]
    await services.confirmations.confirm(GUILD, event.id, 2)
    with pytest.raises(UserError, match="not_coming"):
        await services.confirmations.confirm(GUILD, event.id, 4)
    assert await _confirmed(services, event) == (2, 3)
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    assert await _confirmed(services, event) == (1, 2)
    await _at(world, services, timedelta(hours=12))
    assert _asked(world) == [2, 3, 3, None, None]


async def test_a_snoozed_reminder_comes_again_once_over_a_restart(world: World) -> None:
    services = world.services()
    event = await _one_going_by_message(world, services)
    await _at(world, services, timedelta(days=1))
    assert _direct(world)[-1].snoozes == ("hours", "morning")
    until = await services.reminders.snooze(GUILD, event.id, 1, "morning")
    assert until == STARTS.replace(hour=9)
    assert await services.timetable.next_due() == until
    known = await services.privacy.known(GUILD, 1)
    assert known.snoozed == ((event.id, until),)

    services = world.services()
    for _ in range(2):
        await _at(world, services, STARTS - until)
    assert [said.tone for said in _direct(world)] == ["soon", "soon"]
    assert not _direct(world)[-1].asks
    assert (await services.privacy.known(GUILD, 1)).snoozed == ()
    with pytest.raises(UserError, match="snooze_too_late"):
        await services.reminders.snooze(GUILD, event.id, 1, "morning")


@pytest.mark.parametrize("dropped", ["nothing", "place", "wish", "use", "everything"])
async def test_a_snooze_goes_with_the_place_the_wish_or_its_use(world: World, dropped: str) -> None:
    services = world.services()
    event = await _one_going_by_message(world, services)
    await services.reminders.set_times(GUILD, event.id, "none")
    world.clock.move_to(STARTS - timedelta(hours=20))
    await services.reminders.snooze(GUILD, event.id, 1, "hours")
    if dropped == "place":
        await services.rsvp.answer(GUILD, event.id, 1, "declined")
    if dropped == "wish":
        await services.privacy.consent(GUILD, 1, remind_where="none")
    if dropped == "everything":
        await services.privacy.forget(GUILD, 1)
        assert (await services.privacy.known(GUILD, 1)).snoozed == ()
    await _at(world, services, timedelta(hours=8 if dropped == "use" else 17))
    assert len(_direct(world)) == (dropped == "nothing")


async def test_what_could_not_go_out_before_the_start_is_not_said_after_it(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.deliver.drain()
    world.discord.fail(EventReminder, Unreachable("no_permission"))
    await _at(world, services, timedelta(hours=2))
    await _at(world, services, timedelta(0))
    assert _sent(world) == []
    async with world.database.read() as conn:
        assert await sending.next_wake(conn) is None


async def test_closed_messages_become_one_word_in_the_channel_for_person_and_event(
    world: World,
) -> None:
    services = world.services()
    event = await _one_going_by_message(world, services)
    world.discord.closed[1] = Unreachable("dm_closed")
    for before in (timedelta(days=7), timedelta(days=1), timedelta(hours=2)):
        await _at(world, services, before)
    assert len(_sent(world)) == 3
    (notice, forecast) = world.discord.of(Notice)
    assert forecast.place.member_id == event.organiser_id
    assert notice.place.channel_id == event.channel_id
    assert notice.announcement == Notice(
        "dm_closed", {"member": 1, "event": event.name, "event_id": event.id}
    )


async def test_a_channel_that_is_gone_is_told_to_the_organiser_once(world: World) -> None:
    services = world.services()
    event = await _one_going_by_message(world, services)
    await services.deliver.drain()
    world.discord.closed[CHANNEL] = Unreachable("gone")
    for before in (timedelta(days=7), timedelta(days=1)):
        await _at(world, services, before)
    assert [said.tone for said in _direct(world)] == ["ahead", "soon"]
    (notice,) = world.discord.of(Notice)
    assert notice.place.member_id == event.organiser_id
    assert notice.announcement == Notice("gone", {"channel": CHANNEL, "event": event.name})


@pytest.mark.parametrize("seed", sampled(range(6), every=3))
async def test_restarts_and_clocks_that_jump_lose_and_repeat_nothing(
    world: World, seed: int
) -> None:
    """Any order of absences, restarts and clocks set forward or back, by a naive model."""
    random = Random(seed)
    services = world.services()
    event = await services.events.create(draft())
    wanted = random.sample(["7d", "5d", "2d", "1d", "30h", "12h", "3h", "1h", "15m"], 5)
    typed = ", ".join(f"{each[:-1]} {UNITS[each[-1]]}" for each in wanted)
    await services.reminders.set_times(GUILD, event.id, typed)
    due = {each: STARTS - int(each[:-1]) * LENGTHS[each[-1]] for each in wanted}
    settled: set[str] = set()
    expected: list[datetime] = []
    world.clock.move_to(STARTS - timedelta(days=8))
    while world.clock.now() < STARTS + timedelta(hours=1):
        ripe = sorted(
            (due[k], k) for k in wanted if due[k] <= world.clock.now() and k not in settled
        )
        settled.update(k for _, k in ripe)
        useful = [at for at, _ in ripe if world.clock.now() - at <= _late(STARTS - at)]
        if useful:
            expected.append(world.clock.now())
        await services.timetable.run_due()
        if random.random() < 0.3:
            services = world.services()
            await services.deliver.recover()
        await services.deliver.drain()
        assert len(_sent(world)) == len(expected)
        jump = random.choice([-5, 1, 2, 6, 20, 40])
        world.clock.move(hours=jump * random.random())
    await services.timetable.run_due()
    left = await services.timetable.next_due()
    assert left is not None
    assert left > STARTS + timedelta(days=1), "only what comes after it is left"


UNITS = {"d": "days", "h": "hours", "m": "minutes"}
LENGTHS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


def _late(ahead: timedelta) -> timedelta:
    if ahead > timedelta(days=4):
        return timedelta(days=2)
    if ahead > timedelta(hours=3):
        return ahead / 2
    return timedelta(minutes=90) if ahead > timedelta(hours=2) else ahead * 0.75


async def _one_going_by_message(world: World, services: Services) -> Event:
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.privacy.consent(GUILD, 1, remind_where="dm")
    return event


async def _confirmed(services: Services, event: Event) -> tuple[int, int]:
    turnout = (await services.reminders.status(event)).turnout
    return turnout.confirmed, turnout.going


def _direct(world: World) -> list[EventReminder]:
    return [said for said in _said(world) if said.direct]


def _pinged(world: World) -> list[tuple[int, ...]]:
    return [said.pinged for said in _said(world) if said.pinged]


def _asked(world: World) -> list[int | None]:
    asking = [
        o.place.member_id
        for o in world.discord.sent
        if isinstance(o.announcement, EventReminder) and o.announcement.asks
    ]
    return sorted(asking, key=lambda member: member or 99)


def _said(world: World) -> list[EventReminder]:
    return [o.announcement for o in world.discord.sent if isinstance(o.announcement, EventReminder)]
