"""The days without a kill, and with as many as wanted: where they differ, something is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.crash.day import STEPS, Day, Step
from tests.crash.living import Here
from tests.crash.picture import Difference, difference, picture
from tests.crash.town import Begin, town


@dataclass
class Undisturbed:
    """The facts at the end of each step, and the seams that were passed in it."""

    facts: list[Counter[str]] = field(default_factory=list)
    seams: list[int] = field(default_factory=list)


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
            await day.play(step)
            made.seams.append(there.process.passed - passed)
            made.facts.append(await picture(there))
    return made


async def killed(
    url: str,
    right: Undisturbed,
    seed: int,
    *,
    begin: Begin = Here,
    steps: Sequence[Step] = STEPS,
) -> Outcome:
    """The same steps, with a kill in each of them or more; what they come to equals `right`."""
    outcome, dice = Outcome(), Random(seed)
    async with town(url, begin, seed) as there:
        await there.start()
        day = Day(there)
        for step, facts, seams in zip(steps, right.facts, right.seams, strict=False):
            there.process.arm(dice.randint(1, seams))
            await day.play(step)
            found = difference(await picture(there), facts)
            if found:
                outcome.differences[f"seed {seed}, {step.name}"] = found
                break
        outcome.kills = there.kills
    return outcome
