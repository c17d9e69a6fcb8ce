"""Who does what, where several processes work together: each thing there is to do has a lease.

A process holds a lease for a while, and renews it well before that is over. One that dies renews
nothing, so another takes over.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

# How long a lease holds that is not renewed: as long as what a dead process did stays undone. A
# database that is away for less, or a machine that stands still for less, changes nothing.
LASTS = timedelta(seconds=15)
# How long before that a process no longer counts on it: others may take it from then on.
MARGIN = timedelta(seconds=3)
RENEWED_EVERY = LASTS / 3

# What is due by the clock, and what is done once for all guilds.
WORK = "work"
# The one connection to X's filtered stream.
STREAM = "stream"
_CLUSTER, _HASHTAG = "cluster/", "hashtag/"


def cluster(number: int) -> str:
    """A part of the guilds: talking to Discord about them, and sending what goes there."""
    return f"{_CLUSTER}{number}"


def hashtag(tag: str) -> str:
    """Searching for what is said under a normalised hashtag."""
    return f"{_HASHTAG}{tag}"


@dataclass(frozen=True, slots=True)
class Lease:
    """`token` is given anew to each process that begins, and `holder` is its name, which lasts.

    `seconds` is how long it still holds, negative once it is over; None where it has no end.
    """

    name: str
    holder: str
    token: str
    seconds: float | None = None

    @property
    def stands(self) -> bool:
        return self.seconds is None or self.seconds > 0


def kind_of(name: str) -> str:
    """work, stream, cluster, hashtag, process or beginning."""
    return name.partition("/")[0]


def hashtags(names: Iterable[str]) -> list[str]:
    """Those of the leases that are of hashtags."""
    return [name for name in names if name.startswith(_HASHTAG)]


def workers(leases: Iterable[Lease]) -> set[str]:
    """The tokens of the processes that are at work: those which talk to Discord."""
    return {each.token for each in leases if each.stands and each.name.startswith(_CLUSTER)}


def share(
    wanted: Collection[str], held: Collection[str], others: Collection[Lease], at_work: int
) -> tuple[list[str], list[str]]:
    """Which of the `wanted` leases a process takes, and which of those it holds it gives back.

    All are shared out evenly among the processes `at_work`: nobody holds more than one more than
    another. `others` are the leases of the other processes.
    """
    most = math.ceil(len(wanted) / at_work)
    mine = sorted(name for name in held if name in wanted)
    taken = {each.name for each in others if each.stands} | {*mine}
    free = sorted(name for name in wanted if name not in taken)
    unwanted = sorted(name for name in held if name not in wanted)
    return free[: max(most - len(mine), 0)], unwanted + mine[most:]
