"""The daily digest: at its time, once, also over crashes; and what can be read of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.announcements import DigestNote
from bot.domain.gone import Gone
from bot.domain.noise import Kind
from bot.errors import UserError
from bot.services.digest import POSTS_ON_A_PAGE
from bot.services.suite import Services, build
from tests.sampled import sampled
from tests.services.kept_out import TALK, ad, next_digest, set_policies
from tests.services.passing import tick
from tests.services.seams import BreakableDatabase, Crash, Seams
from tests.services.world import GUILD, FakeDiscord, HandClock, World, batch, draft, post

SIX = datetime(2026, 1, 8, 18, tzinfo=UTC)
DAY = timedelta(days=1)


def digests(world: World) -> list[dict[Kind, int]]:
    found = [each.announcement for each in world.discord.sent]
    return [dict(each.kinds) for each in found if isinstance(each, DigestNote)]


async def test_it_comes_once_a_day_at_its_time_with_what_was_folded_since(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(ad(1), ad(2), post(3, by=1, text=TALK)))
    assert await services.timetable.next_due() == SIX
    world.clock.move_to(SIX - timedelta(seconds=1))
    await tick(world)
    assert digests(world) == []
    world.clock.move_to(SIX)
    await tick(world)
    await tick(world)
    assert digests(world) == [{"job_ad": 2}]
    # Nothing was folded since: nothing is said.
    world.clock.move_to(SIX + DAY)
    await tick(world)
    await services.ingest.take(batch(ad(4)))
    assert await next_digest(world, services) == SIX + 2 * DAY
    # Two days of absence are one digest.
    world.clock.move_to(SIX + 5 * DAY)
    await tick(world)
    assert digests(world) == [{"job_ad": 2}, {"job_ad": 1}]


async def test_quiet_hours_and_a_pause_put_it_off(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.ingest.take(batch(ad(1)))
    await services.feed.set_quiet(event, time(17), time(21))
    assert await next_digest(world, services) == SIX + timedelta(hours=3)
    await services.feed.pause(event)
    world.clock.move_to(SIX + timedelta(hours=4))
    await tick(world)
    assert digests(world) == []
    await services.feed.resume(event)
    await tick(world)
    assert digests(world) == [{"job_ad": 1}]


async def test_turned_off_it_is_sent_by_hand_and_turned_on_it_waits_for_its_time(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.filter.set_digest(event, None)
    await services.ingest.take(batch(ad(1)))
    world.clock.move_to(SIX + DAY)
    await tick(world)
    assert digests(world) == []
    assert await services.digest.send_now(event) == 1
    with pytest.raises(UserError, match=r"digest.nothing"):
        await services.digest.send_now(event)
    await services.ingest.take(batch(ad(2)))
    await services.filter.set_digest(event, time(20))
    assert await next_digest(world, services) == SIX + DAY + timedelta(hours=2)


async def test_its_pages_hold_what_still_stands_on_x(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    numbers = range(1, 2 * POSTS_ON_A_PAGE + 2)
    await services.ingest.take(batch(*(ad(n) for n in numbers)))
    await services.digest.send_now(event)
    await services.deliver.drain()
    (note,) = world.discord.of(DigestNote)
    read = [await services.digest.page(GUILD, note.delivery_id, n) for n in (1, 2, 3)]
    assert [p.id for page in read for p, _ in page.posts] == list(numbers)
    assert {page.pages for page in read} == {3}
    assert (await services.digest.page(GUILD, note.delivery_id, 99)).number == 3

    await services.removal.remove(Gone(posts={1: "deleted"}))
    await services.deliver.drain()
    page = await services.digest.page(GUILD, note.delivery_id, 1)
    assert (page.pages, page.posts[0][0].id) == (2, 2)
    (note,) = world.discord.of(DigestNote)
    assert note.announcement.kinds == {"job_ad": 2 * POSTS_ON_A_PAGE}  # type: ignore[union-attr]

    with pytest.raises(UserError, match=r"digest.gone"):
        await services.digest.page(GUILD + 1, note.delivery_id, 1)
    await services.removal.remove(Gone(posts=dict.fromkeys(numbers, "deleted")))
    await services.deliver.drain()
    assert world.discord.of(DigestNote) == []
    with pytest.raises(UserError, match=r"digest.gone"):
        await services.digest.page(GUILD, note.delivery_id, 1)


async def test_a_digest_that_may_stand_is_looked_for_when_all_it_told_of_is_gone(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.ingest.take(batch(ad(1)))
    await services.digest.send_now(event)
    world.discord.fail(DigestNote, ConnectionResetError(), after_the_work=True)
    await services.deliver.drain()
    await services.removal.remove(Gone(posts={1: "deleted"}))
    await services.deliver.drain()
    assert world.discord.of(DigestNote) == []


async def test_a_reply_to_a_folded_post_does_not_answer_the_digest(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.ingest.take(batch(ad(1)))
    await services.digest.send_now(event)
    await services.deliver.drain()
    answer = post(2, by=1, text="Is the forklift hybrid?", reply_to_id=1, reply_to_author_id=9)
    await services.ingest.take(batch(answer))
    await services.deliver.drain()
    (entry,) = world.discord.sent[-1].announcement.entries  # type: ignore[union-attr]
    assert entry.parent is None
    assert entry.context is not None


@pytest.mark.parametrize("crash_at", sampled(range(1, 13), every=3))
async def test_a_crash_between_any_two_steps_neither_loses_nor_doubles_it(
    crash_at: int, sqlite_url: str
) -> None:
    seams = Seams()
    database, clock = BreakableDatabase(sqlite_url, seams), HandClock()
    discord = FakeDiscord()
    world = World(database, clock, discord)
    services = world.services()
    event = await services.events.create(draft())
    await services.deliver.drain()
    await set_policies(world, event)
    seams.crash_after(crash_at)
    steps: list[Callable[[Services], Awaitable[None]]] = [
        lambda s: s.ingest.take(batch(ad(1), ad(2))),
        lambda s: s.timetable.run_due(),
        lambda s: s.deliver.drain(),
        lambda s: s.ingest.take(batch(ad(3))),
        lambda s: s.timetable.run_due(),
        lambda s: s.deliver.drain(),
    ]
    crashed = False
    for number, step in enumerate(steps):
        clock.move_to(SIX + DAY * (number // 3) - (timedelta(hours=2) * (number % 3 == 0)))
        try:
            await step(services)
        except Crash:
            crashed = True
            services = build(database, clock, discord)
            await services.deliver.recover()
            await step(services)
    await services.deliver.drain()
    assert crashed
    told = [dict(each.announcement.kinds) for each in discord.of(DigestNote)]  # type: ignore[union-attr]
    assert told == [{"job_ad": 2}, {"job_ad": 1}]
    await database.close()
