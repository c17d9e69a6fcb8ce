"""A series goes on: one at a time, each once, whatever happens in between."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.announcements import EventCard, EventChange, FeedMessage, Notice
from bot.domain.changes import TELL_AFTER, Wish
from bot.domain.events import Event
from bot.domain.series import MADE_BEFORE, PROPOSAL_VALID
from bot.errors import UserError
from bot.services.suite import Services, build
from db import events
from db.engine import Database
from tests.sampled import sampled
from tests.services.seams import BreakableDatabase, BreakableDiscord, Crash, Seams
from tests.services.world import (
    GUILD,
    NOW,
    STARTS,
    FakeDiscord,
    HandClock,
    World,
    batch,
    draft,
    post,
)

WEEK = timedelta(weeks=1)
CRASHES = 12


async def begin(services: Services, rule: str = "every Thursday", **changes: object) -> Event:
    event = await services.events.create(draft(**changes))
    outlook = await services.series.propose(event, rule, None, None)
    await services.series.confirm(GUILD, outlook.series.id)
    return event


async def made(world: World) -> list[Event]:
    async with world.database.read() as conn:
        return await events.of_guild(conn, GUILD)


async def run(world: World, services: Services, until: datetime) -> None:
    """Let everything happen at its time."""
    while (due := await services.timetable.next_due()) is not None and due <= until:
        world.clock.move_to(max(due, world.clock.now()))
        await services.timetable.run_due()
    world.clock.move_to(until)
    await services.timetable.run_due()
    await services.deliver.drain()


@pytest.fixture
def services(world: World) -> Services:
    return world.services()


async def test_a_year_has_one_to_come_at_any_time_by_the_clock_there(
    world: World, services: Services
) -> None:
    followed: list[None] = []
    services.events.on_follow = lambda: followed.append(None)
    first = await begin(
        services,
        "every last Thursday",
        starts_at=STARTS + WEEK,
        ends_at=STARTS + WEEK + timedelta(hours=3),
    )
    followed.clear()
    await run(world, services, first.starts_at)
    assert await made(world) == [first], "none before the first is over"
    for _ in range(12):
        world.clock.move_to((await made(world))[-1].ends_at)
        await services.timetable.run_due()
        await services.deliver.drain()
    held = await made(world)
    assert len(held) == 13
    assert len(followed) >= 12
    assert {event.local_start.hour for event in held} == {18}
    assert {event.starts_at.hour for event in held} == {17, 18}
    assert len(world.discord.of(EventCard)) == 13
    for before, after in itertools.pairwise(held):
        assert after.created_at == before.ends_at
        assert after.local_start.weekday() == 3
        assert (after.local_start + WEEK).month != after.local_start.month


async def test_after_an_outage_what_went_by_is_told_and_only_the_next_is_made(
    world: World, services: Services
) -> None:
    first = await begin(services)
    world.clock.move_to(first.starts_at + 5 * WEEK + timedelta(hours=1))
    for fresh in (services, world.services()):
        await fresh.timetable.run_due()
        await fresh.deliver.drain()
    assert [event.starts_at for event in await made(world)] == [
        first.starts_at,
        first.starts_at + 6 * WEEK,
    ]
    notices = [each.announcement for each in world.discord.of(Notice)]
    assert notices == [Notice("series.missed", {"event": "HR Tweetup", "missed": 5})]


async def test_posts_belong_to_one_of_a_series_at_a_time(world: World, services: Services) -> None:
    first = await begin(services)
    await run(world, services, first.ends_at + timedelta(hours=1))
    for number, at in (
        (1, first.ends_at + timedelta(hours=2)),
        (2, first.ends_at + timedelta(hours=30)),
    ):
        world.clock.move_to(at)
        assert len(await services.ingest.followed()) == 1
        await services.ingest.take(batch(post(number, by=1, created_at=at)))
        await services.deliver.drain()
    assert world.discord.mirrored() == [1, 2]
    assert len(world.discord.of(FeedMessage)) == 2


async def test_one_that_is_put_off_holds_the_next_up_no_longer_than_it_must(
    world: World, services: Services
) -> None:
    first = await begin(services)
    edit = await services.changes.propose_edit(first, Wish(when="12 February 18:00"))
    await services.changes.confirm(GUILD, edit.draft_id)
    due = STARTS + WEEK - MADE_BEFORE
    await run(world, services, due - timedelta(seconds=1))
    assert len(await made(world)) == 1
    await run(world, services, due)
    assert [event.starts_at for event in await made(world)] == [STARTS + WEEK, STARTS + 3 * WEEK]


async def test_all_that_follow_change_but_for_what_was_changed_of_one_alone(
    world: World, services: Services
) -> None:
    await begin(services)
    first = (await made(world))[0]
    put_off = await services.changes.propose_edit(first, Wish(when="12 February 18:00"))
    await services.changes.confirm(GUILD, put_off.draft_id)
    await run(world, services, STARTS + WEEK + timedelta(hours=3))
    second, third, first = await made(world)
    assert third.starts_at == STARTS + 2 * WEEK
    for number, event in enumerate((first, third), 1):
        await services.rsvp.answer(GUILD, event.id, number, "going")
        await services.privacy.consent(GUILD, number, remind_where="dm")
    alone = await services.changes.propose_edit(third, Wish(place="Elsewhere"))
    await services.changes.confirm(GUILD, alone.draft_id)
    world.clock.move(hours=1)
    await services.timetable.run_due()
    await services.deliver.drain()
    told = len(world.discord.of(EventChange))

    first = (await made(world))[-1]
    wish = Wish(name="HR social", place="The Anchor")
    proposal = await services.changes.propose_edit(first, wish, "following")
    assert proposal.following is not None
    assert proposal.following.made == 1
    await services.changes.confirm(GUILD, proposal.draft_id)
    held = {event.id: (event.name, event.place, event.starts_at) for event in await made(world)}
    assert held[second.id] == ("HR Tweetup", "The Copper Kettle", second.starts_at)
    assert held[third.id] == ("HR social", "Elsewhere", third.starts_at)
    world.clock.move(seconds=TELL_AFTER.total_seconds() + 1)
    await services.timetable.run_due()
    await services.deliver.drain()
    changes = [e for e in world.discord.sent if isinstance(e.announcement, EventChange)][told:]
    assert Counter(each.place.member_id for each in changes) == {None: 2, 1: 1, 2: 1}

    await run(world, services, STARTS + 2 * WEEK + timedelta(hours=3))
    fourth = next(event for event in await made(world) if event.id not in held)
    assert (fourth.name, fourth.place) == ("HR social", "The Anchor")

    first = next(event for event in await made(world) if event.id == first.id)
    proposal = await services.changes.propose_cancellation(first, "Moved away", "following")
    await services.changes.confirm(GUILD, proposal.draft_id)
    states = {event.id: event.state for event in await made(world)}
    assert states == {1: "cancelled", 2: "planned", 3: "planned", 4: "cancelled"}
    await run(world, services, STARTS + 9 * WEEK)
    assert len(await made(world)) == 4


async def test_a_proposal_is_of_its_guild_and_lasts_a_day(world: World, services: Services) -> None:
    event = await services.events.create(draft())
    outlook = await services.series.propose(event, "every Thursday", None, None)
    await services.series.discard(GUILD + 1, outlook.series.id)
    for guild, later in ((GUILD + 1, timedelta(0)), (GUILD, PROPOSAL_VALID + timedelta(hours=1))):
        world.clock.move_to(NOW + later)
        with pytest.raises(UserError, match=r"change\.no_draft"):
            await services.series.confirm(guild, outlook.series.id)
    first, second = [
        await services.series.propose(event, rule, None, None)
        for rule in ("every Thursday", "every Friday")
    ]
    await services.series.confirm(GUILD, first.series.id)
    with pytest.raises(UserError, match=r"series\.already"):
        await services.series.confirm(GUILD, second.series.id)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    path = tmp_path_factory.mktemp("series") / "begun.db"
    shutil.copy(sqlite_template, path)

    async def begin_it() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        services = build(database, HandClock(), FakeDiscord())
        await begin(services)
        await services.deliver.drain()
        await database.close()

    asyncio.run(begin_it())
    return path


async def _three_weeks(path: Path, crash_at: int | None) -> tuple[list[datetime], int, int]:
    """When they are, how many cards stand, and how many seams were passed."""
    seams, clock = Seams(crash_at), HandClock()
    discord = BreakableDiscord(seams=seams)
    database = BreakableDatabase(f"sqlite+aiosqlite:///{path}", seams)
    services = build(database, clock, discord)
    try:
        for week in range(3):
            clock.move_to(STARTS + week * WEEK + timedelta(hours=3))
            try:
                await services.timetable.run_due()
                await services.deliver.drain()
            except Crash:
                services = build(database, clock, discord)
                await services.deliver.recover()
                await services.timetable.run_due()
                await services.deliver.drain()
        async with database.read() as conn:
            held = [event.starts_at for event in await events.of_guild(conn, GUILD)]
    finally:
        await database.close()
    return held, len(discord.of(EventCard)), seams.passed


@pytest.fixture(scope="module")
def whole(begun: Path) -> tuple[list[datetime], int, int]:
    path = begun.with_name("whole.db")
    return asyncio.run(_three_weeks(Path(shutil.copy(begun, path)), None))


def test_without_a_crash_there_is_one_a_week(whole: tuple[list[datetime], int, int]) -> None:
    held, cards, seams = whole
    assert (held, cards) == ([STARTS + week * WEEK for week in range(4)], 3)
    assert seams > CRASHES


@pytest.mark.parametrize("number", sampled(range(CRASHES), every=4))
async def test_a_crash_anywhere_makes_each_exactly_once(
    number: int, begun: Path, whole: tuple[list[datetime], int, int], tmp_path: Path
) -> None:
    path = Path(shutil.copy(begun, tmp_path / "crash.db"))
    assert (await _three_weeks(path, 1 + number * whole[2] // CRASHES))[:2] == whole[:2]
