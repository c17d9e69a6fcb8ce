"""The leases of a process: on SQLite, and on PostgreSQL, where they end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from bot.domain.announcements import EventCard
from bot.domain.leases import LASTS, MARGIN, WORK, cluster, hashtag
from bot.errors import Replaced
from bot.services.doctor.stored import stored
from bot.services.leases import Leases
from bot.services.suite import Services, build
from db.engine import UNUSABLE, Database
from tests.clock import PATIENCE, ManualClock
from tests.services.world import FakeDiscord, draft

KEPT = (LASTS - MARGIN).total_seconds()


@dataclass
class Machine:
    """Processes on one database. `seconds` is the time each of them counts by."""

    database: Database
    seconds: float = 1_000.0
    clock: ManualClock = field(default_factory=ManualClock)

    def process(self, name: str) -> Leases:
        return Leases(self.database, self.clock, name, lambda: self.seconds)

    async def end_all(self) -> None:
        """So much time has passed in the database that all leases are over there."""
        async with self.database.begin() as conn:
            await conn.execute(sa.text("UPDATE leases SET until = now() - interval '1 second'"))


@pytest.fixture
async def machine(postgres_url: str) -> AsyncIterator[Machine]:
    database = Database(postgres_url)
    yield Machine(database)
    await database.close()


async def test_a_process_stops_counting_on_a_lease_before_another_may_take_it(
    machine: Machine,
) -> None:
    one, two = machine.process("one"), machine.process("two")
    assert await one.take(WORK)
    assert not await two.take(WORK)
    machine.seconds += KEPT - 1
    assert one.holds(WORK)
    await one.renew()
    machine.seconds += KEPT - 1
    assert one.held == [WORK]
    machine.seconds += 1
    assert one.held == []
    assert not await two.take(WORK)
    # What it no longer counts on it does not renew either: it is taken as by anybody.
    await one.renew()
    await machine.end_all()
    assert await two.take(WORK)
    assert not await one.take(WORK)
    await two.give_back()
    assert await one.take(WORK)


async def test_leases_are_renewed_however_busy_the_process_is(machine: Machine) -> None:
    one = machine.process("one")
    await one.take(WORK)
    async with AsyncExitStack() as busy:
        for _ in range(15):
            await busy.enter_async_context(machine.database.begin())
        machine.seconds += 5
        async with asyncio.timeout(PATIENCE):
            await one.renew()
    machine.seconds += KEPT - 1
    assert one.holds(WORK)


async def test_work_is_done_while_the_lease_is_held_and_begun_again_with_it(
    machine: Machine,
) -> None:
    one, two = machine.process("one"), machine.process("two")
    done: list[str] = []

    async def work() -> None:
        done.append("begun")
        try:
            await machine.clock.sleep(60)
        finally:
            done.append("ended")

    async def turns(*states: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while done != [*states]:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.001)

    under = one.under(WORK, work)
    assert under.__qualname__ == work.__qualname__
    await two.take(WORK)
    working = asyncio.create_task(under())
    await one.renew()
    assert done == []
    await two.give_back()
    await one.renew()
    await turns("begun")
    machine.seconds += KEPT
    await one.renew()
    # It was not renewed in time; nobody else wants it.
    await turns("begun", "ended", "begun")
    await machine.end_all()
    await two.take(WORK)
    await one.renew()
    await turns("begun", "ended", "begun", "ended")
    await two.give_back()
    await one.renew()
    await turns("begun", "ended", "begun", "ended", "begun")
    machine.clock.move(minutes=2)
    await working
    assert done[-1] == "ended"


async def test_what_is_over_before_others_were_told_of_it_is_not_begun(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = machine.process("one")
    slow, begun = [KEPT], list[bool]()

    async def tell(*_words: str, by: str) -> None:
        machine.seconds += slow.pop() if slow else 0

    async def work() -> None:
        begun.append(one.holds(WORK))

    monkeypatch.setattr(machine.database, "tell", tell)
    await one.under(WORK, work)()
    assert begun == [True]


async def test_what_is_taken_counts_though_nobody_can_be_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = machine.process("one"), machine.process("two")

    async def tell(*_words: str, by: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(machine.database, "tell", tell)
    assert await one.take(WORK)
    await one.give_back(WORK)
    assert await two.take(WORK)


async def test_a_database_that_hangs_is_one_that_cannot_be_used(machine: Machine) -> None:
    pool = machine.database._urgent.pool
    assert isinstance(pool, sa.QueuePool)
    pool._timeout = 0.01
    async with machine.database.urgently():
        with pytest.raises(UNUSABLE):
            await machine.process("one").renew()


async def test_work_that_is_cancelled_otherwise_is_not_begun_again(machine: Machine) -> None:
    one = machine.process("one")
    begun: list[asyncio.Task[None] | None] = []

    async def work() -> None:
        begun.append(asyncio.current_task())
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await one.under(WORK, work)()
    assert len(begun) == 1


async def test_whoever_begins_under_the_same_name_replaces_the_one_before(machine: Machine) -> None:
    before, after = machine.process("host"), machine.process("host")
    await before.take(WORK)
    assert await after.take(WORK)
    with pytest.raises(Replaced):
        await before.keep()
    assert not before.holds(WORK)
    # It is still about to end, and would go on with its work.
    assert not await before.take(WORK)
    await before.give_back()
    await after.renew()
    assert after.holds(WORK)


@pytest.mark.parametrize("another", ["host", "another"])
async def test_who_has_yet_to_see_that_it_is_replaced_takes_nothing(
    sqlite_url: str, another: str
) -> None:
    machine = Machine(Database(sqlite_url))
    before, after = machine.process("host"), machine.process(another)
    for name in (WORK, hashtag("shared")):
        await before.take(name)
    await after.take(WORK)
    await after.take(hashtag("new"))
    assert not await before.take(hashtag("new"))
    await after.renew()
    assert after.held == [WORK, hashtag("new")]
    await machine.database.close()


async def test_the_doctor_tells_who_shares_the_work_and_who_is_silent(machine: Machine) -> None:
    one, two = machine.process("one"), machine.process("two")
    await one.take(cluster(0))
    assert [each.key for each in await stored(machine.database)] == ["database.fine"]
    await two.take(cluster(1))
    await two.take(hashtag("old"))
    _, shared = await stored(machine.database)
    assert (shared.key, shared.params) == ("database.processes", {"n": 2, "names": "one, two"})
    await machine.end_all()
    await one.renew()
    _, overdue = await stored(machine.database)
    assert (overdue.key, overdue.params["names"]) == ("database.overdue", "two")
    assert int(overdue.params["seconds"]) >= 1


async def test_on_sqlite_whoever_comes_last_replaces_all(sqlite_url: str) -> None:
    machine = Machine(Database(sqlite_url))
    before, after = machine.process("host"), machine.process("another")
    await before.take(WORK)
    machine.seconds += 1_000_000
    await before.renew()
    assert before.holds(WORK)
    assert await after.take(WORK)
    with pytest.raises(Replaced):
        await before.renew()
    await machine.database.close()


async def test_a_process_takes_up_what_the_one_before_left_half_done_and_no_others(
    machine: Machine,
) -> None:
    discord = FakeDiscord()

    def begin(name: str, guilds: range) -> Services:
        """A process that serves some guilds."""
        made = build(machine.database, machine.clock, discord, name=name)
        made.deliver.owns = lambda guild: guild in guilds and made.leases.holds(cluster(guild))
        made.deliver.lease_of = cluster
        return made

    async def states() -> dict[int, set[str]]:
        async with machine.database.read() as conn:
            query = "SELECT guild_id, state FROM deliveries WHERE kind = 'card'"
            rows = await conn.execute(sa.text(query))
        found: dict[int, set[str]] = {}
        for guild, state in rows:
            found.setdefault(guild, set()).add(state)
        return found

    dead, living = begin("dead", range(1, 3)), begin("living", range(3))
    await dead.leases.take(cluster(1))
    await living.leases.take(cluster(0))
    for guild in (0, 1):
        await living.events.create(draft(guild_id=guild, channel_id=guild + 7))
    await living.deliver.drain()
    assert await states() == {0: {"sent"}, 1: {"waiting"}}
    discord.fail(EventCard, asyncio.CancelledError(), after_the_work=True)  # type: ignore[arg-type]
    await asyncio.gather(dead.deliver.drain(), return_exceptions=True)
    assert await states() == {0: {"sent"}, 1: {"sending"}}
    await living.deliver.recover()
    assert await states() == {0: {"sent"}, 1: {"sending"}}
    await machine.end_all()
    assert await living.leases.take(cluster(1))
    await living.deliver.recover()
    # The dead one was but asleep, and wakes.
    await dead.deliver.recover()
    dead.deliver.owns = lambda _guild: True
    await dead.deliver.drain()
    assert await states() == {0: {"sent"}, 1: {"waiting"}}
    await living.deliver.drain()
    assert await states() == {0: {"sent"}, 1: {"sent"}}
    assert len([each for each in discord.sent if isinstance(each.announcement, EventCard)]) == 2
