from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot import heartbeats
from bot.alarm import Alarm
from bot.app import SystemClock
from bot.heartbeats import GRACE, Heartbeats
from bot.watchdog import watch
from tests.clock import Hours


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def hearts(hours: Hours) -> Heartbeats:
    return Heartbeats(hours)


def test_whoever_gives_no_sign_for_ten_minutes_hangs(hearts: Heartbeats, hours: Hours) -> None:
    with hearts.of("Deliver.run").beating(), hearts.of("read_x").beating():
        hours.now += GRACE
        assert hearts.silent == []
        heartbeats.beat()
        hours.now += 1
        assert hearts.silent == ["Deliver.run"]
        assert [heart.age for heart in hearts] == [GRACE + 1, 1]
    # What has come to its end owes nothing.
    hours.now += 10 * GRACE
    assert hearts.silent == []


def test_whoever_sleeps_owes_no_sign_until_then(hearts: Heartbeats, hours: Hours) -> None:
    with hearts.of("sweep_x").beating():
        with heartbeats.asleep(3_600):
            hours.now += 3_600 + GRACE
            assert hearts.silent == []
            hours.now += 1
            assert hearts.silent == ["sweep_x"]
        assert hearts.silent == []
        heartbeats.rest()
        hours.now += 10 * GRACE
        assert hearts.silent == []


def test_outside_of_a_worker_nobody_is_meant(hearts: Heartbeats, hours: Hours) -> None:
    hearts.of("read_x")
    hours.now += GRACE + 1
    heartbeats.beat()
    with heartbeats.asleep(3_600):
        assert hearts.silent == ["read_x"]


async def test_a_worker_that_sleeps_by_the_clock_is_well_and_one_that_waits_is_not(
    hearts: Heartbeats, hours: Hours
) -> None:
    async def sleeps() -> None:
        with hearts.of("sleeps").beating():
            await Alarm(SystemClock()).wait(3_600)

    async def waits() -> None:
        with hearts.of("waits").beating():
            await asyncio.get_running_loop().create_future()

    tasks = [asyncio.create_task(sleeps()), asyncio.create_task(waits())]
    for _ in range(5):
        await asyncio.sleep(0)
    hours.now += GRACE + 1
    assert hearts.silent == ["waits"]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_the_log_tells_of_a_worker_that_hangs_once(
    hearts: Heartbeats, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = asyncio.Semaphore(0)
    looked = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        looked.set()
        await looks.acquire()

    async def look() -> None:
        looked.clear()
        looks.release()
        await looked.wait()

    async def ready() -> None: ...

    monkeypatch.setattr("bot.watchdog.asyncio.sleep", sleep)
    with capture_logs() as lines:
        watching = asyncio.create_task(watch(hearts, ready))
        await looked.wait()
        heart = hearts.of("read_x")
        for seconds in (GRACE, 1, 1, 1):
            hours.now += seconds
            await look()
        heart.beat()
        await look()
        hours.now += GRACE + 1
        await look()
        watching.cancel()
    told = {"event": "worker hangs", "worker": "read_x", "log_level": "error"}
    assert lines == [told, told]
