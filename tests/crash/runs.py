"""The days without a kill, and with as many as wanted: where they differ, something is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from tests.crash.day import Day
from tests.crash.living import Here
from tests.crash.picture import Difference, difference, picture
from tests.crash.steps import STEPS, Step
from tests.crash.town import Begin, Town, town
from tests.discord_api.model import Json


@dataclass
class Undisturbed:
    """The facts at the end of each step, the seams that were passed in it, and what X charged by
    then, in micro-dollars; and all calls that Discord had."""

    facts: list[Counter[str]] = field(default_factory=list)
    seams: list[int] = field(default_factory=list)
    charged: list[int] = field(default_factory=list)
    calls: list[Json] = field(default_factory=list)

    @property
    def dearest(self) -> int:
        """The most that X charged in one step, so the most that it ever charged for a request."""
        return max(after - before for before, after in pairwise((0, *self.charged)))


@dataclass
class Outcome:
    kills: int = 0
    differences: dict[str, Difference] = field(default_factory=dict)
    """By the step after which they showed; what differs once is counted once."""

    def add(self, other: Outcome) -> None:
        self.kills += other.kills
        self.differences |= other.differences

    def count(self, kind: str) -> int:
        return sum(len(getattr(each, kind)) for each in self.differences.values())


async def undisturbed(url: str, steps: Sequence[Step] = STEPS) -> Undisturbed:
    """The first of the days' steps, on the empty, migrated database at `url`."""
    made = Undisturbed()
    async with town(url, Here, seed=0) as there:
        await there.start()
        day = Day(there)
        for step in steps:
            passed = there.process.passed
            await step.play(day)
            made.seams.append(there.process.passed - passed)
            made.facts.append(await picture(there))
            made.charged.append(there.x.charged)
        made.calls = await there.remote.calls()
    return made


async def killed(
    url: str,
    right: Undisturbed,
    seed: int,
    *,
    begin: Begin = Here,
    steps: Sequence[Step] = STEPS,
    part: float = 1.0,
) -> Outcome:
    """The same steps, with a kill or more in each, or in that part of them; what they come to
    equals `right`."""
    outcome, dice = Outcome(), Random(seed)
    async with town(url, begin, seed) as there:
        await there.start()
        day = Day(there)
        for step, facts, seams in zip(steps, right.facts, right.seams, strict=False):
            if dice.random() < part:
                there.process.arm(dice.randint(1, seams))
            await step.play(day)
            found = difference(await picture(there), facts)
            if found:
                outcome.differences[f"seed {seed}, {step.name}"] = found
                break
        outcome.kills = there.kills
        if wrong := await _mischarged(there, right, right.charged[len(steps) - 1]):
            outcome.differences[f"seed {seed}, money"] = Difference((), (), wrong)
    return outcome


async def _mischarged(there: Town, right: Undisturbed, least: int) -> tuple[str, ...]:
    """What is wrong with the money: of each process that died one request may have been made again,
    and be paid for twice where a UTC day began between; or its price may stand nowhere."""
    ((entered,),) = await there.rows("SELECT coalesce(sum(micro_dollars), 0) FROM spending")
    charged, risked = there.x.charged, there.kills * right.dearest
    if least <= charged <= least + risked and charged - risked <= entered <= charged:
        return ()
    return (f"charged {charged}, entered {entered}, {least} without the kills",)
