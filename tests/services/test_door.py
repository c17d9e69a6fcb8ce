"""The door: what it notes, when it closes, what it lets go of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.aftermath import KEPT
from bot.domain.events import Event
from bot.errors import UserError
from bot.services.suite import Services
from tests.services.world import GUILD, ORGANISER, STARTS, World, draft


async def prepared(world: World, *members: int, capacity: int | None = None) -> Event:
    """An event to which these members go, and its door open an hour before the start."""
    services = world.services()
    event = await services.events.create(draft(capacity=capacity))
    for member in members:
        await services.rsvp.answer(GUILD, event.id, member, "going")
    world.clock.move_to(STARTS - timedelta(hours=1))
    await services.door.open(event)
    return event


async def at(world: World, services: Services, moment: datetime) -> None:
    world.clock.move_to(moment)
    assert (await services.timetable.next_due() or moment) <= moment
    await services.timetable.run_due()


async def test_the_timetable_closes_a_door_and_later_lets_go_of_names(world: World) -> None:
    event = await prepared(world, 1, 2)
    services = world.services()
    await services.door.check_in(GUILD, event.id, 1, by=ORGANISER)
    await services.door.walk_in(GUILD, event.id, "Zoe", "zoe", by=ORGANISER)
    world.clock.move_to(event.ends_at)
    await services.timetable.run_due()
    await services.door.state(GUILD, event.id)

    await at(world, services, event.ends_at + timedelta(hours=3))
    found = await services.door.no_shows(event)
    assert (found.came, found.missing) == (2, (2,))

    await at(world, services, event.ends_at + timedelta(days=30))
    assert (await services.door.no_shows(event)).came == 2
    assert await services.timetable.next_due() == event.ends_at + KEPT


async def test_giving_up_a_place_late_is_noted_until_they_have_one_again(world: World) -> None:
    event = await prepared(world, 1, 2, 3, capacity=2)
    services = world.services()
    for member in (1, 3):  # 3 waits, so has no place to give up, and gets that of 1
        await services.rsvp.answer(GUILD, event.id, member, "declined")
    assert (await services.door.close(event)).late == (1, 3)
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    assert (await services.door.no_shows(event)).late == (3,)


async def test_whoever_moves_up_again_did_not_step_back(world: World) -> None:
    event = await prepared(world, 1, 2, 3, capacity=2)
    services = world.services()
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.rsvp.answer(GUILD, event.id, 2, "declined")
    assert (await services.door.close(event)).late == (2,)


async def test_whoever_came_after_all_is_no_late_cancellation(world: World) -> None:
    event = await prepared(world, 1)
    services = world.services()
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.door.check_in(GUILD, event.id, 1, by=ORGANISER)
    found = await services.door.close(event)
    assert (found.came, found.missing, found.late) == (1, (), ())


async def test_two_doors_at_once_have_codes_of_their_own(world: World) -> None:
    events = [await prepared(world, 1), await prepared(world, 1)]
    services = world.services()
    for event in events:
        _, code = await services.check_in.code(GUILD, event.id)
        done = await services.check_in.check_in(GUILD, 1, code.letters)
        assert done.state.event.id == event.id


async def test_a_code_opens_no_door_in_another_guild(world: World) -> None:
    event = await prepared(world, 1)
    services = world.services()
    _, code = await services.check_in.code(GUILD, event.id)
    with pytest.raises(UserError, match="none_open"):
        await services.check_in.check_in(GUILD + 1, 1, code.letters)
    for act in (
        services.door.check_in(GUILD + 1, event.id, 1, by=1),
        services.door.walk_in(GUILD + 1, event.id, "Zoe", "", by=1),
        services.door.undo(GUILD + 1, event.id, 1),
        services.door.state(GUILD + 1, event.id),
        services.check_in.code(GUILD + 1, event.id),
    ):
        with pytest.raises(UserError, match=r"event\.unknown"):
            await act
