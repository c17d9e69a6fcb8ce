"""As many kills as are wanted: some of real processes, some on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from tests.crash.elsewhere import Elsewhere
from tests.crash.runs import Outcome, killed, undisturbed
from tests.databases import PostgresServer, migrate

# Of the kills so many are of a process by SIGKILL, and so many on PostgreSQL, at least. A process
# takes seconds to begin, so days with these have a kill in a part of their steps: some fifty.
SLAIN, ON_POSTGRES = 40, 20
SLAIN_PART = 0.65

Fresh = Callable[[], Awaitable[str]]
"""Gives the address of another empty, migrated database."""


def kill_often(kills: int, seed: int) -> Outcome:
    """So many kills, or a few more: a day is played to its end. Another seed, other seams."""
    if not kills:
        return Outcome()
    with TemporaryDirectory() as scratch, _postgres() as server:
        return asyncio.run(_kill_often(_files(Path(scratch)), _databases(server), kills, seed))


async def _kill_often(sqlite: Fresh, postgres: Fresh, kills: int, seed: int) -> Outcome:
    outcome, seeds = Outcome(), count(1_000 * seed)
    right = await undisturbed(await sqlite())
    while outcome.kills < min(SLAIN, kills):
        slain = killed(await sqlite(), right, next(seeds), begin=Elsewhere, part=SLAIN_PART)
        outcome.add(await slain)
    if outcome.kills < kills:
        there = await undisturbed(await postgres())
        until = outcome.kills + ON_POSTGRES
        while outcome.kills < until:
            outcome.add(await killed(await postgres(), there, next(seeds)))
    while outcome.kills < kills:
        outcome.add(await killed(await sqlite(), right, next(seeds)))
    return outcome


def _files(directory: Path) -> Fresh:
    numbers = count()

    async def fresh() -> str:
        template = directory / "template.db"
        if not template.exists():
            await migrate(f"sqlite+aiosqlite:///{template}")
        return f"sqlite+aiosqlite:///{shutil.copy(template, directory / f'{next(numbers)}.db')}"

    return fresh


def _databases(server: PostgresServer) -> Fresh:
    numbers = count()

    async def fresh() -> str:
        name = f"crash_{next(numbers)}"
        await asyncio.to_thread(server.execute, f"CREATE DATABASE {name} TEMPLATE template0")
        await migrate(server.url(name))
        return server.url(name)

    return fresh


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    directory = mkdtemp(prefix="postgres")
    server = PostgresServer(directory)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)
