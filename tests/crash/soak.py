"""As many kills as are wanted: some of real processes, some on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from tests.crash.elsewhere import Elsewhere
from tests.crash.runs import Outcome, Undisturbed, killed, undisturbed

# Of the kills so many are of a process by SIGKILL, and so many on PostgreSQL, at least.
SLAIN, ON_POSTGRES = 50, 20

Fresh = Callable[[], str]


async def kill_often(sqlite: Fresh, postgres: Fresh, kills: int, seed: int) -> Outcome:
    """`sqlite` and `postgres` give the address of another empty, migrated database each."""
    outcome = Outcome()
    seeds = count(1_000 * seed)
    right = await undisturbed(sqlite())
    await _slay(sqlite, right, min(SLAIN, kills), seeds, outcome)
    if kills > outcome.kills:
        right_there = await undisturbed(postgres())
        until = outcome.kills + min(ON_POSTGRES, kills - outcome.kills)
        while outcome.kills < until:
            outcome.add(await killed(postgres(), right_there, next(seeds)))
    while outcome.kills < kills:
        outcome.add(await killed(sqlite(), right, next(seeds)))
    return outcome


async def _slay(
    fresh: Fresh, right: Undisturbed, kills: int, seeds: Iterator[int], outcome: Outcome
) -> None:
    while outcome.kills < kills:
        outcome.add(await killed(fresh(), right, next(seeds), begin=Elsewhere))
