"""A crash anywhere while a tweetup is cancelled: everybody hears of it, and nobody twice."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.domain.announcements import EventChange
from bot.domain.changes import Wish
from bot.domain.deliveries import MessageRef
from bot.ports import Outgoing
from bot.services.suite import Services, build
from db import changes
from db.engine import Database
from tests.sampled import sampled
from tests.services.seams import BreakableDatabase, BreakableDiscord, Crash, Seams
from tests.services.world import GUILD, FakeDiscord, HandClock, draft

GOING, WAITING, MAYBE, DECLINED = 1, 2, 3, 4
CRASHES = 16


class Begun(NamedTuple):
    """A tweetup with an edit that nobody has been told of: its database, and what stands."""

    path: Path
    standing: dict[MessageRef, Outgoing]
    sent: list[Outgoing]


class Ended(NamedTuple):
    """How often whom was told, what stands, and how many seams were passed."""

    told: Counter[Any]
    stands: Counter[str]
    seams: int


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Begun:
    path = tmp_path_factory.mktemp("cancelling") / "begun.db"
    shutil.copy(sqlite_template, path)
    discord = FakeDiscord()

    async def begin() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        services = build(database, HandClock(), discord)
        event = await services.events.create(draft(capacity=1))
        for member, wish in ((GOING, "going"), (WAITING, "going"), (MAYBE, "maybe")):
            await services.rsvp.answer(GUILD, event.id, member, wish)  # type: ignore[arg-type]
        await services.rsvp.answer(GUILD, event.id, DECLINED, "declined")
        for member in (GOING, WAITING, MAYBE, DECLINED):
            await services.privacy.consent(GUILD, member, remind_where="dm")
        await services.deliver.drain()
        edit = await services.changes.propose_edit(event, Wish(place="The Anchor"))
        await services.changes.confirm(GUILD, edit.draft_id)
        await database.close()

    asyncio.run(begin())
    return Begun(path, discord.standing, discord.sent)


@pytest.fixture(scope="module")
def undisturbed(begun: Begun) -> Ended:
    return asyncio.run(_cancelled(begun, begun.path.with_name("whole.db"), None))


async def test_without_a_crash_all_but_those_who_declined_are_told(undisturbed: Ended) -> None:
    assert undisturbed.told == Counter([None, GOING, WAITING, MAYBE])
    assert undisturbed.stands == Counter(EventCard=1, EventChange=4)
    assert undisturbed.seams > CRASHES


@pytest.mark.parametrize("number", sampled(range(CRASHES), every=3))
async def test_a_crash_anywhere_tells_everybody_exactly_once(
    number: int, begun: Begun, undisturbed: Ended, tmp_path: Path
) -> None:
    crash_at = 1 + number * undisturbed.seams // CRASHES
    ended = await _cancelled(begun, tmp_path / "crash.db", crash_at)
    assert ended[:2] == undisturbed[:2]


async def _cancelled(begun: Begun, path: Path, crash_at: int | None) -> Ended:
    seams = Seams(crash_at)
    clock = HandClock()
    discord = BreakableDiscord(dict(begun.standing), list(begun.sent), seams=seams)
    shutil.copy(begun.path, path)
    database = BreakableDatabase(f"sqlite+aiosqlite:///{path}", seams)
    services = build(database, clock, discord)
    try:
        for act in (
            _cancel,
            lambda services: services.timetable.run_due(),
            lambda services: services.deliver.drain(),
        ):
            try:
                await act(services)
            except Crash:
                services = build(database, clock, discord)
                await services.deliver.recover()
                await act(services)
        await services.deliver.drain()
        async with database.read() as conn:
            assert await changes.next_due(conn) is None
    finally:
        await database.close()
    said = [each for each in discord.sent if isinstance(each.announcement, EventChange)]
    return Ended(
        Counter(each.place.member_id for each in said),
        Counter(type(each.announcement).__name__ for each in discord.standing.values()),
        seams.passed,
    )


async def _cancel(services: Services) -> None:
    event = await services.feed.choose(GUILD, "1")
    if event.state == "planned":
        proposal = await services.changes.propose_cancellation(event, "Rain")
        await services.changes.confirm(GUILD, proposal.draft_id)
