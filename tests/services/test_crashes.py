"""A crash between any two effects changes nothing about where a fortnight ends.

The process's state is dropped at the seam, without any clean-up: before or after a database
commit or a call to Discord. A fresh process then goes on with the same story.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Outgoing
from bot.services.suite import Services, build
from tests.sampled import sampled
from tests.services.seams import BreakableDatabase, BreakableDiscord, Crash, Seams
from tests.services.world import (
    GUILD,
    NOW,
    STARTS,
    HandClock,
    batch,
    draft,
    post,
)

CRASHES = 20


Step = Callable[[Services], Awaitable[Any]]


async def _create(services: Services) -> None:
    if not await services.ingest.followed():
        await services.events.create(draft(capacity=2))


def _answers(member: int, wish: str) -> Step:
    return lambda services: services.rsvp.answer(GUILD, 1, member, wish)  # type: ignore[arg-type]


def _agrees(member: int) -> Step:
    return lambda services: services.privacy.consent(
        GUILD, member, introductions=True, remind_where="dm"
    )


async def _links(services: Services, member: int) -> None:
    known = await services.privacy.known(GUILD, member)
    link = known.link or (await services.links.claim(GUILD, member, f"person{member}")).link
    proof = post(900 + member, by=member, text=f"{link.code} #HRTweetup")
    await services.ingest.take(batch(proof, cursor=str(900 + member)))


def _takes(*posts: Any) -> Step:
    return lambda services: services.ingest.take(batch(*posts, cursor=str(posts[-1].id)))


STORY: list[tuple[datetime, Step]] = [
    (NOW, _create),
    (NOW + timedelta(hours=1), _takes(post(1, by=1), post(2, by=2, reply_to_id=1))),
    *((NOW + timedelta(hours=2), _answers(member, "going")) for member in (1, 2, 3)),
    *((NOW + timedelta(hours=3), _agrees(member)) for member in (1, 2, 3)),
    (NOW + timedelta(hours=4), lambda services: _links(services, 1)),
    (NOW + timedelta(hours=4), lambda services: _links(services, 2)),
    (NOW + timedelta(hours=5), _takes(*(post(n, by=n % 3 + 1) for n in range(10, 16)))),
    (STARTS - timedelta(days=7), lambda services: services.timetable.run_due()),
    (STARTS - timedelta(days=3), lambda services: services.timetable.run_due()),
    (STARTS - timedelta(days=2), _answers(1, "declined")),
    (STARTS - timedelta(days=2), lambda services: services.rsvp.take(GUILD, 1, 3)),
    (STARTS - timedelta(days=1), lambda services: services.timetable.run_due()),
]


async def _play(path: Path, crash_at: int | None) -> tuple[list[Any], int]:
    """Play the story, crashing once; gives what stands in Discord and the seams passed."""
    seams = Seams(crash_at)
    clock, discord = HandClock(), BreakableDiscord(seams=seams)
    database = BreakableDatabase(f"sqlite+aiosqlite:///{path}", seams)
    services = build(database, clock, discord)
    try:
        for at, step in STORY:
            clock.move_to(at)
            for act in (step, lambda services: services.deliver.drain()):
                try:
                    await act(services)
                except Crash:
                    services = build(database, clock, discord)
                    await services.deliver.recover()
                    await act(services)
        await services.deliver.drain()
    finally:
        await database.close()
    return sorted(_look(o) for o in discord.standing.values()), seams.passed


def _look(outgoing: Outgoing) -> str:
    said = outgoing.announcement
    if hasattr(said, "entries"):
        return f"feed {[entry.post.id for entry in said.entries]}"
    more = (getattr(said, name, "") for name in ("tone", "status"))
    return " ".join((type(said).__name__, str(outgoing.place.member_id), *more))


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> tuple[list[Any], int]:
    """Where the story ends without a crash, and its seams."""
    path = tmp_path_factory.mktemp("crashes") / "whole.db"
    return asyncio.run(_play(Path(shutil.copy(sqlite_template, path)), None))


async def test_the_story_without_a_crash(undisturbed: tuple[list[Any], int]) -> None:
    world, _ = undisturbed
    assert "Offer 3  going" in world
    assert "EventReminder None soon " in world
    assert sum(line.startswith("feed") for line in world) == 3


@pytest.mark.parametrize("number", sampled(range(CRASHES), every=4))
async def test_a_crash_anywhere_ends_in_the_same_world(
    number: int,
    undisturbed: tuple[list[Any], int],
    sqlite_template: Path,
    tmp_path: Path,
) -> None:
    world, passed = undisturbed
    crash_at = 1 + number * passed // CRASHES
    after, _ = await _play(Path(shutil.copy(sqlite_template, tmp_path / "tweetup.db")), crash_at)
    assert after == world
