"""What X counts is compared with the ledger: every day once, whatever happens to the bot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from structlog.testing import capture_logs

from bot.domain.budget import Usage
from bot.services.usage import UsageChecks
from db import reads, usage_checks
from db.engine import Database
from tests.clock import ManualClock
from tests.services.world import World

THURSDAY = date(2026, 1, 8)
DAY = timedelta(days=1)


@dataclass
class Counter:
    """An X that counts, or does not tell."""

    daily: dict[date, int] = field(default_factory=dict)
    told: bool = True
    asked: int = 0

    async def usage(self) -> Usage | None:
        self.asked += 1
        return Usage(sum(self.daily.values()), None, dict(self.daily)) if self.told else None


async def last(database: Database) -> tuple[date, int, int] | None:
    async with database.read() as conn:
        check = await usage_checks.last(conn)
    return None if check is None else (check.day, check.ours, check.theirs)


async def read_posts(world: World, count: int) -> None:
    await world.services().budget.read(posts=dict.fromkeys(range(1, count + 1), ()), users={9: ()})


async def test_days_that_are_over_are_compared_and_a_difference_is_logged(world: World) -> None:
    checks = UsageChecks(world.database, world.clock)
    await read_posts(world, 100)
    world.clock.move_to(datetime(2026, 1, 10, 9, tzinfo=UTC))
    await read_posts(world, 7)
    x = Counter({THURSDAY - DAY: 50, THURSDAY: 150, THURSDAY + DAY: 0, THURSDAY + 2 * DAY: 7})
    with capture_logs() as logged:
        assert await checks.compare(x)
        assert await checks.compare(x)
    assert [(e["log_level"], e["day"], e["ours"], e["theirs"]) for e in logged] == [
        ("warning", "2026-01-08", 100, 150),
        ("info", "2026-01-09", 0, 0),
    ]
    assert await last(world.database) == (THURSDAY + DAY, 0, 0)


async def test_x_is_asked_once_a_day_and_again_within_the_hour_when_it_does_not_tell(
    world: World,
) -> None:
    clock = ManualClock(datetime(2026, 1, 8, 9, tzinfo=UTC))
    await read_posts(world, 3)
    x = Counter({THURSDAY: 3}, told=False)
    running = asyncio.create_task(UsageChecks(world.database, clock).run(x))
    try:
        await clock.run(hours=3)
        assert x.asked == 3 + 1
        x.told = True
        await clock.run(hours=13)
        assert x.asked == 5
        assert await last(world.database) is None
        await clock.run(hours=2)
        assert clock.now() == datetime(2026, 1, 9, 3, tzinfo=UTC)
        assert x.asked == 6
        assert await last(world.database) == (THURSDAY, 3, 3)
        await clock.run(hours=23)
        assert x.asked == 6
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_restart_does_not_ask_again_and_a_week_off_is_made_up_for(world: World) -> None:
    clock = ManualClock(datetime(2026, 1, 9, 9, tzinfo=UTC))
    await read_posts(world, 3)
    x = Counter({THURSDAY: 3})
    checks = UsageChecks(world.database, clock)
    assert not await checks.compared_yesterday()
    assert await checks.compare(x)
    assert await UsageChecks(world.database, clock).compared_yesterday()
    clock.move(days=7)
    x.daily = {THURSDAY + n * DAY: 3 for n in range(1, 8)}
    assert not await checks.compared_yesterday()
    assert await checks.compare(x)
    assert await last(world.database) == (THURSDAY + 7 * DAY, 0, 3)


async def test_which_posts_were_read_is_known_for_two_weeks_and_their_price_for_good(
    world: World,
) -> None:
    checks = UsageChecks(world.database, world.clock)
    await read_posts(world, 100)
    world.clock.move_to(datetime(2026, 1, 22, 23, tzinfo=UTC))
    await read_posts(world, 7)
    await checks.forget()
    assert await days_of_reads(world.database) == {THURSDAY: 100, THURSDAY + 14 * DAY: 7}
    world.clock.move_to(datetime(2026, 1, 23, 9, tzinfo=UTC))
    await checks.forget()
    assert await days_of_reads(world.database) == {THURSDAY + 14 * DAY: 7}
    # Of a day that is no longer known nothing is held against X.
    assert await checks.compare(Counter({THURSDAY: 100}))
    assert await last(world.database) is None
    async with world.database.read() as conn:
        ((paid,),) = await conn.exec_driver_sql("SELECT sum(micro_dollars) FROM spending")
    assert paid == 107 * 5_000 + 2 * 10_000


async def days_of_reads(database: Database) -> dict[date, int]:
    async with database.read() as conn:
        return await reads.posts_by_day(conn, THURSDAY)
