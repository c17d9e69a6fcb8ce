"""Which part of the servers each process serves: on PostgreSQL, with lines that are only noted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from bot.domain.leases import LASTS, MARGIN, RENEWED_EVERY, cluster
from bot.domain.shards import BEGINNING, Layout
from bot.errors import Replaced, UserError
from bot.services import clusters as under_test
from bot.services.clusters import Clusters
from bot.services.deliver import Deliver
from bot.services.leases import Leases
from db.engine import Database
from tests.clock import PATIENCE, ManualClock
from tests.services.world import FakeDiscord

KEPT = (LASTS - MARGIN).total_seconds()
TURN = RENEWED_EVERY.total_seconds()
LAYOUT = Layout(shards=6, clusters=3)


@dataclass
class Process:
    """One that serves, once `begin` is done, what it holds."""

    leases: Leases
    clusters: Clusters
    lines: set[int] = field(default_factory=set)
    given_up: list[int] = field(default_factory=list)
    running: asyncio.Task[None] | None = None

    async def take_on(self, shards: Collection[int]) -> None:
        self.lines.update(shards)

    async def give_up(self, shards: Collection[int]) -> None:
        self.lines.difference_update(shards)
        self.given_up += shards

    async def begin(self) -> None:
        await self.take_on(await self.clusters.first())
        self.running = asyncio.create_task(self.clusters.run(self))


@dataclass
class Machine:
    """`seconds` is the time that each process counts by."""

    database: Database
    seconds: float = 1_000.0
    alive: list[Process] = field(default_factory=list)

    def process(self, name: str, layout: Layout = LAYOUT) -> Process:
        clock = ManualClock()
        leases = Leases(self.database, clock, name, lambda: self.seconds)
        deliver = Deliver(self.database, clock, FakeDiscord(), leases)
        clusters = Clusters(self.database, leases, deliver, layout, lambda: self.seconds)
        made = Process(leases, clusters)
        self.alive.append(made)
        return made

    async def until(
        self, holds: Callable[[], bool], alive: Sequence[Process] | None = None
    ) -> None:
        """Let turn after turn pass for those who live until it is so."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self.seconds += TURN / 2
                for each in self.alive if alive is None else alive:
                    await each.leases.renew()
                await asyncio.sleep(0.01)

    async def die(self, process: Process) -> None:
        self.alive.remove(process)
        await stop(process)
        query = "UPDATE leases SET until = now() - interval '1 second' WHERE token = :token"
        async with self.database.begin() as conn:
            await conn.execute(sa.text(query), {"token": process.leases.token})


async def stop(process: Process) -> None:
    if process.running is not None:
        process.running.cancel()
        await asyncio.wait({process.running})


@pytest.fixture
async def machine(postgres_url: str) -> AsyncIterator[Machine]:
    made = Machine(Database(postgres_url))
    yield made
    for each in made.alive:
        await stop(each)
    await made.database.close()


async def test_all_is_served_by_whoever_lives_and_shared_out_among_them(machine: Machine) -> None:
    one, two, three = machine.process("one"), machine.process("two"), machine.process("three")
    machine.alive = [one]
    await one.begin()
    # The others may be about to begin.
    assert one.lines == {0, 1}
    await machine.until(lambda: all(one.clusters.owns(shard << 22) for shard in range(6)))
    assert one.lines == {*range(6)}

    beginning = asyncio.create_task(two.begin())
    machine.alive = [one, two]
    await machine.until(lambda: len(one.lines) == 4 and len(two.lines) == 2)
    await beginning
    beginning = asyncio.create_task(three.begin())
    machine.alive = [one, two, three]
    await machine.until(lambda: len(one.lines) == len(two.lines) == len(three.lines) == 2)
    await beginning

    spare = machine.process("spare")
    beginning = asyncio.create_task(spare.begin())
    await machine.until(spare.clusters.standing_by.is_set)
    lost = set(two.lines)
    await machine.die(two)
    await machine.until(lambda: spare.lines == lost)
    await beginning
    assert not spare.clusters.standing_by.is_set()
    assert len(one.lines) == len(three.lines) == 2

    await machine.die(spare)
    await machine.until(lambda: one.lines | three.lines == {*range(6)})
    assert not one.lines & three.lines


async def test_lines_are_kept_while_the_database_is_away_until_another_has_taken_over(
    machine: Machine,
) -> None:
    one = machine.process("one", Layout(2, 1))
    await one.begin()
    await machine.until(lambda: one.clusters.owns(0))
    machine.seconds += KEPT
    assert not one.clusters.owns(0)
    await machine.until(lambda: one.clusters.owns(0))
    assert one.given_up == []

    machine.alive = []
    machine.seconds += KEPT
    async with machine.database.begin() as conn:
        await conn.execute(sa.text("UPDATE leases SET until = now() - interval '1 second'"))
    two = machine.process("two", Layout(2, 1))
    await two.begin()
    machine.alive = [two, one]
    await machine.until(one.clusters.standing_by.is_set)
    assert one.given_up == [0, 1]
    assert one.lines == set()
    assert two.clusters.owns(0)
    assert not one.clusters.owns(0)


async def test_one_that_shares_out_the_servers_in_another_way_does_not_begin(
    machine: Machine,
) -> None:
    one, other = machine.process("one"), machine.process("other", Layout(8, 2))
    await one.begin()
    with pytest.raises(UserError) as refused:
        await other.begin()
    assert refused.value.key == "growth.layout"
    assert refused.value.params == {"name": "one", "theirs": "6x3", "ours": "8x2"}
    # Begun anew after its settings were changed, it is not in its own way.
    await machine.die(one)
    again = machine.process("one", Layout(8, 2))
    await again.begin()
    assert again.lines == {0, 1, 2, 3}


async def test_whoever_begins_anew_goes_on_at_once_and_the_one_before_takes_nothing_back(
    machine: Machine,
) -> None:
    before = machine.process("one", Layout(2, 1))
    await before.begin()
    after = machine.process("one", Layout(2, 1))
    await after.begin()
    await machine.until(lambda: after.clusters.owns(0), [after])
    with pytest.raises(Replaced):
        await before.leases.renew()
    await machine.until(lambda: not before.lines, [after])
    assert after.lines == {0, 1}
    await after.leases.renew()
    assert after.leases.holds(cluster(0))


async def test_on_sqlite_nobody_stands_by(sqlite_url: str) -> None:
    machine = Machine(Database(sqlite_url))
    # A container has another name each time it is made.
    for name in ("here", "there"):
        process = machine.process(name, Layout())
        assert await process.clusters.first() == range(1)
    await machine.database.close()


async def test_sessions_are_begun_one_after_the_other(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "BEGUN_EVERY", 0.1)
    one, two = machine.process("one"), machine.process("two")
    begun: list[str] = []

    async def begin(process: Process) -> None:
        for _ in range(2):
            await process.clusters.begin_session()
            begun.append(process.leases.holder)

    began = asyncio.get_running_loop().time()
    beginning = asyncio.gather(begin(one), begin(two))
    await machine.until(beginning.done)
    assert sorted(begun) == ["one", "one", "two", "two"]
    assert asyncio.get_running_loop().time() - began >= 0.3
    await machine.until(lambda: BEGINNING not in one.leases.held + two.leases.held)
    assert cluster(0) not in one.leases.held


async def test_whoever_gives_up_its_turn_to_begin_a_session_keeps_nobody_from_theirs(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "BEGUN_EVERY", 0.1)
    one, two = machine.process("one"), machine.process("two")

    async def given_up(so_far: Callable[[], bool]) -> None:
        beginning = asyncio.create_task(one.clusters.begin_session())
        await machine.until(so_far)
        beginning.cancel()
        await asyncio.wait({beginning})
        assert beginning.cancelled()

    telling, hanging = asyncio.Event(), asyncio.Event()

    async def tell(*_words: str, by: str) -> None:
        telling.set()
        await hanging.wait()

    # It is its turn, and it has yet to tell.
    with monkeypatch.context() as patched:
        patched.setattr(machine.database, "tell", tell)
        await given_up(telling.is_set)
    beginning = asyncio.create_task(two.clusters.begin_session())
    await machine.until(beginning.done)
    # It waits until the pause after the one before is over.
    beginning = asyncio.create_task(one.clusters.begin_session())
    await machine.until(beginning.done)
    await given_up(one.clusters._beginning.locked)
    beginning = asyncio.create_task(one.clusters.begin_session())
    await machine.until(beginning.done)
    await beginning
