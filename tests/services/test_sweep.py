"""When what is kept is held against X, by what means, and that a crash changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.gone import SWEEP_EVERY, Gone, GoneReason, Kept
from bot.errors import NoAnswer, SourceStopped
from bot.ports import Witness
from bot.services.suite import Services
from db import sweeps
from tests.db.rows import audited
from tests.sampled import sampled
from tests.services.seams import Crash
from tests.services.world import NOW, STARTS, World, batch, draft, post

EVENT_IS_TRACKED_UNTIL = STARTS + timedelta(days=1, hours=3)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@dataclass
class FakeX:
    """What is gone there, and what was asked."""

    witness: Witness
    gone: Gone = field(default_factory=Gone)
    withheld: dict[int, GoneReason] = field(default_factory=dict)
    jobs_refused: bool = False
    looks_refused: Exception | None = None
    asked: list[tuple[str, Kept, set[int]]] = field(default_factory=list)

    async def by_job(self, kind: Kept, ids: Collection[int]) -> Gone:
        if self.jobs_refused:
            raise NoAnswer("refused")
        self.asked.append(("job", kind, set(ids)))
        return Gone(self.gone.posts) if kind == "post" else Gone(people=self.gone.people)

    async def by_look_up(self, kind: Kept, ids: Collection[int]) -> None:
        if self.looks_refused is not None and ids:
            raise self.looks_refused
        if ids:
            self.asked.append(("look-up", kind, set(ids)))
        if kind == "person":
            await self.witness.remove(Gone(people=self._of(self.gone.people, ids)))
        else:
            hidden = {**self.gone.posts, **self.withheld}
            await self.witness.remove(Gone(self._of(hidden, ids)))

    def _of(self, found: object, ids: Collection[int]) -> dict[int, GoneReason]:
        assert isinstance(found, dict)
        return {each: found[each] for each in ids if each in found}


async def started(world: World) -> tuple[Services, FakeX]:
    """Three posts are shown; the first look-ups were before them."""
    services = world.services()
    await services.events.create(draft())
    async with world.database.begin() as conn:
        await sweeps.complete(conn, "look-up", NOW)
    await services.ingest.take(batch(post(1, by=1), post(2, by=2), post(3, by=3)))
    await services.deliver.drain()
    return services, FakeX(services.removal)


async def swept(world: World) -> dict[str, int]:
    async with world.database.read() as conn:
        return await audited(conn)


async def test_all_that_is_kept_is_asked_by_job(world: World) -> None:
    services, x = await started(world)
    x.gone = Gone({1: "deleted"})
    assert await services.sweep.run_due(x)
    await services.deliver.drain()
    assert x.asked == [("job", "post", {1, 2, 3}), ("job", "person", {1, 2, 3})]
    assert world.discord.mirrored() == [2, 3]
    assert await swept(world) == {"post.deleted": 1, "post.swept": 3, "person.swept": 3}


async def test_what_is_shown_is_looked_up_every_day_before_the_day_ends(world: World) -> None:
    services, x = await started(world)
    assert await services.sweep.run_due(x)
    x.asked.clear()
    x.withheld = {2: "withheld"}
    world.clock.move_to(at(8, 23, 39))
    assert await services.sweep.run_due(x)
    assert await services.sweep.next_due() == at(8, 23, 40)
    world.clock.move_to(at(8, 23, 40))
    assert await world.services().sweep.run_due(x)
    await services.deliver.drain()
    assert x.asked == [("look-up", "post", {1, 2, 3}), ("look-up", "person", {2})]
    assert world.discord.mirrored() == [1, 3]
    await services.ingest.take(batch(post(4, by=4)))
    x.asked.clear()
    world.clock.move_to(at(9, 23, 40))
    assert await services.sweep.run_due(x)
    assert [asked for asked in x.asked if asked[0] == "look-up"] == [("look-up", "post", {1, 3, 4})]


async def test_a_look_up_that_was_missed_is_made_up_for_at_once(world: World) -> None:
    services, x = await started(world)
    assert await services.sweep.run_due(x)
    x.withheld = {2: "withheld"}
    world.clock.move(days=7)
    assert await world.services().sweep.run_due(x)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 3]


async def test_a_sweep_is_not_repeated_before_its_time_also_by_a_new_process(world: World) -> None:
    services, x = await started(world)
    assert await services.sweep.run_due(x)
    asked = len(x.asked)
    world.clock.move_to(at(8, 23, 40))
    assert await world.services().sweep.run_due(x)
    world.clock.move_to(NOW + SWEEP_EVERY - timedelta(hours=1))
    assert await world.services().sweep.run_due(x)
    assert [how for how, _, _ in x.asked[asked:]] == ["look-up"]
    assert await services.sweep.next_due() == NOW + SWEEP_EVERY
    world.clock.move(days=7)
    assert await world.services().sweep.run_due(x)
    assert "job" in [how for how, _, _ in x.asked[asked:]]


async def test_look_ups_do_where_jobs_are_refused(world: World) -> None:
    services, x = await started(world)
    x.jobs_refused = True
    x.gone = Gone({2: "hidden"}, {2: "suspended"})
    assert await services.sweep.run_due(x)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 3]
    assert x.asked == [("look-up", "post", {1, 2, 3}), ("look-up", "person", {2})]
    assert (await swept(world))["person.suspended"] == 1


async def test_long_after_an_event_nothing_is_looked_up_any_more(world: World) -> None:
    services, x = await started(world)
    world.clock.move_to(EVENT_IS_TRACKED_UNTIL + timedelta(days=7))
    x.gone = Gone({1: "deleted"})
    assert await services.sweep.run_due(x)
    await services.deliver.drain()
    assert {how for how, _, _ in x.asked} == {"job"}
    assert world.discord.mirrored() == [2, 3]


@pytest.mark.parametrize("error", [NoAnswer("down"), SourceStopped("x.no_credits")])
async def test_a_sweep_that_x_does_not_let_us_complete_stays_due(
    world: World, error: Exception
) -> None:
    services, x = await started(world)
    x.jobs_refused, x.looks_refused = True, error
    assert not await services.sweep.run_due(x)
    async with world.database.read() as conn:
        assert await sweeps.last(conn, "post") is None
        assert await sweeps.last(conn, "person") == NOW
    x.looks_refused = None
    assert await services.sweep.run_due(x)
    async with world.database.read() as conn:
        assert await sweeps.last(conn, "post") == NOW


@pytest.mark.parametrize("error", [NoAnswer("down"), SourceStopped("x.no_credits")])
async def test_a_look_up_shown_that_x_does_not_let_us_take_stays_due(
    world: World, error: Exception
) -> None:
    services, x = await started(world)
    assert await services.sweep.run_due(x)
    world.clock.move_to(at(8, 23, 40))
    x.withheld, x.looks_refused = {1: "withheld"}, error
    assert not await services.sweep.run_due(x)
    x.looks_refused = None
    assert await services.sweep.run_due(x)
    await services.deliver.drain()
    assert world.discord.mirrored() == [2, 3]


async def test_with_nothing_kept_nothing_is_asked_or_told(world: World) -> None:
    services = world.services()
    x = FakeX(services.removal)
    assert await services.sweep.run_due(x)
    assert [ids for _, _, ids in x.asked if ids] == []
    assert await swept(world) == {}


@pytest.mark.parametrize("crash_at", sampled(range(1, 9), every=2))
async def test_a_crash_between_any_two_steps_ends_the_same(world: World, crash_at: int) -> None:
    services, x = await started(world)
    world.clock.move_to(at(8, 23, 40))
    x.gone = Gone({1: "deleted"}, {3: "suspended"})
    x.withheld = {2: "withheld"}
    steps = 0

    async def run(services: Services) -> None:
        x.witness = services.removal
        await services.sweep.run_due(x)
        await services.deliver.drain()

    original = world.database.begin

    def counting() -> object:
        nonlocal steps
        steps += 1
        if steps == crash_at:
            raise Crash
        return original()

    world.database.begin = counting  # type: ignore[method-assign, assignment]
    try:
        await run(services)
    except Crash:
        services = world.services()
        await services.deliver.recover()
        await run(services)
    finally:
        world.database.begin = original  # type: ignore[method-assign]
    assert world.discord.mirrored() == []
    told = await swept(world)
    assert {k: v for k, v in told.items() if not k.endswith("swept")} == {
        "post.deleted": 1,
        "post.withheld": 1,
        "post.suspended": 1,
        "person.suspended": 1,
    }
