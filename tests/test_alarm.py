"""A sleep that can be cut short, and must never take its sleeper with it."""

from __future__ import annotations

import asyncio

import pytest

from bot.alarm import Alarm
from tests.clock import PATIENCE, ManualClock


@pytest.mark.parametrize("turns", range(4))
async def test_it_wakes_its_sleeper_however_early_it_rings(turns: int) -> None:
    alarm = Alarm(ManualClock())
    sleeper = asyncio.create_task(alarm.wait(900))
    for _ in range(turns):
        await asyncio.sleep(0)
    alarm.ring()
    await asyncio.wait_for(sleeper, timeout=PATIENCE)


async def test_whoever_cancels_the_sleeper_ends_it() -> None:
    alarm = Alarm(ManualClock())
    sleeper = asyncio.create_task(alarm.wait(900))
    await asyncio.sleep(0)
    sleeper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeper


@pytest.mark.parametrize("turns", range(4))
async def test_whoever_cancels_it_as_it_rings_ends_it(turns: int) -> None:
    alarm = Alarm(ManualClock())

    async def keep_sleeping() -> None:
        for _ in range(2):
            await alarm.wait(900)

    sleeper = asyncio.create_task(keep_sleeping())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    alarm.ring()
    for _ in range(turns):
        await asyncio.sleep(0)
    sleeper.cancel()
    await asyncio.wait({sleeper}, timeout=PATIENCE)
    assert sleeper.cancelled()


async def test_a_ring_before_the_sleep_is_not_forgotten_and_counts_once() -> None:
    clock = ManualClock()
    alarm = Alarm(clock)
    alarm.ring()
    await alarm.wait(900)
    sleeper = asyncio.create_task(alarm.wait(900))
    for _ in range(3):
        await asyncio.sleep(0)
    assert not sleeper.done()
    clock.move(seconds=900)
    await asyncio.wait_for(sleeper, timeout=PATIENCE)
