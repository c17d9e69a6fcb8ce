"""What happens while a round of introductions is being planned, which is beside the event loop."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.domain import planning
from bot.domain.planning import Round, Situation
from tests.services.changing import cancel
from tests.services.holding import TALK, hold, introduced, made, together
from tests.services.world import GUILD, World, attendees, batch


async def test_a_round_is_planned_off_the_event_loop(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    where: list[int] = []

    def plan(given: Situation, matching: planning.Matching) -> Round:
        where.append(threading.get_ident())
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return Round()

    monkeypatch.setattr(planning, "plan_round", plan)
    await services.introduce.hold_now(event)
    assert where
    assert threading.get_ident() not in where


async def test_two_processes_introduce_nobody_to_more_than_they_chose(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = world.services(), world.services()
    event = await attendees(here, 1, 2, 3)
    await here.privacy.consent(GUILD, 1, introduced_at_most=1)
    await here.privacy.consent(GUILD, 3, introductions=False)
    await here.ingest.take(batch(*TALK))
    world.clock.move(hours=1)
    planned, goes_on = asyncio.Event(), threading.Event()
    loop, plan_round = asyncio.get_running_loop(), planning.plan_round

    def plan(given: Situation, matching: planning.Matching) -> Round:
        found = plan_round(given, matching)
        if not planned.is_set():
            loop.call_soon_threadsafe(planned.set)
            assert goes_on.wait(30)
        return found

    monkeypatch.setattr(planning, "plan_round", plan)
    slow = asyncio.create_task(here.introduce.hold_now(event))
    await planned.wait()
    await here.privacy.consent(GUILD, 2, introductions=False)
    await here.privacy.consent(GUILD, 3, introductions=True)
    await there.introduce.hold_now(event)
    await here.privacy.consent(GUILD, 2, introductions=True)
    goes_on.set()
    assert (await slow).introduced == 0
    assert await together(world, event) == [(1, 3)]


async def test_nobody_is_introduced_before_a_tweetup_that_was_cancelled_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(*TALK))
    loop, plan_round = asyncio.get_running_loop(), planning.plan_round

    def plan(given: Situation, matching: planning.Matching) -> Round:
        monkeypatch.setattr(planning, "plan_round", plan_round)
        asyncio.run_coroutine_threadsafe(cancel(services, event), loop).result(30)
        return plan_round(given, matching)

    monkeypatch.setattr(planning, "plan_round", plan)
    await hold(services, world)
    assert await made(world, event) == []
    assert introduced(world) == []
