"""Time that passes in the service tests, with all that comes due in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.suite import Services
from tests.services.world import World


async def keep_on(world: World, services: Services) -> int:
    """Let everything go that is due by now, and what follows in the next hours; gives how many
    steps of the timetable that took."""
    until = world.clock.now() + timedelta(hours=12)
    for steps in range(1, 200):
        await services.timetable.run_due()
        await services.deliver.drain()
        due = await services.timetable.next_due()
        if due is None or due > until:
            return steps
        world.clock.move_to(max(due, world.clock.now()))
    raise AssertionError("it never comes to its end")


async def pass_time(world: World, services: Services, until: datetime) -> None:
    """Let everything happen that is due until then, each at its time."""
    while (due := await services.timetable.next_due()) is not None and due <= until:
        world.clock.move_to(max(due, world.clock.now()))
        await services.timetable.run_due()
        await services.deliver.drain()
    world.clock.move_to(until)
    await services.timetable.run_due()
    await services.deliver.drain()


async def tick(world: World) -> None:
    """What a process does when its alarm rings: a fresh one each time."""
    services = world.services()
    await services.timetable.run_due()
    await services.deliver.drain()
