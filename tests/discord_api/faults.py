"""What goes wrong with the bot's calls, on demand, and calls that are held between two effects."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal


@dataclass
class Seen:
    """A call, as the log has it. `effect` counts the calls that change something, from one.

    `status` and `answer` are what the world had to say, also where a fault kept it from the bot;
    None where the world was not asked, or not yet.
    """

    number: int
    method: str
    route: str | None
    path: str
    query: dict[str, str]
    effect: int | None = None
    body: Any = None
    files: int = 0
    status: int | None = None
    answer: Any = None
    fault: str | None = None


@dataclass
class Fault:
    """For the first `times` calls after `skip` that fit `method` and `path` (with * in it), or for
    the call with that `effect` alone. It strikes before the call's work is done, or `after` it.

    To `answer` is to answer with `status`, `body` and `headers`; to `drop` is to end the
    connection; to `hold` is to wait until somebody says how to go on.
    """

    act: Literal["answer", "drop", "hold"]
    method: str = "*"
    path: str = "*"
    effect: int | None = None
    after: bool = False
    skip: int = 0
    times: int = 1
    status: int = 500
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def strikes(self, seen: Seen, after: bool) -> bool:
        if self.after != after or self.times < 1:
            return False
        if self.effect is not None:
            fits = self.effect == seen.effect
        else:
            fits = fnmatchcase(seen.method, self.method) and fnmatchcase(seen.path, self.path)
        if fits and self.skip > 0:
            self.skip -= 1
            return False
        self.times -= fits
        return fits


class Faults:
    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._coming.append(fault)

    def clear(self) -> None:
        self._coming.clear()

    @property
    def left(self) -> int:
        """How many are still to strike."""
        return sum(fault.times for fault in self._coming)

    def take(self, seen: Seen, *, after: bool) -> Fault | None:
        return next((fault for fault in self._coming if fault.strikes(seen, after)), None)


@dataclass(eq=False)
class Held:
    seen: Seen
    after: bool
    goes_on: asyncio.Future[bool]


class Holds:
    """Calls that wait. While one does, whoever asks can do to the bot what they like."""

    def __init__(self) -> None:
        self.now: list[Held] = []

    async def hold(self, seen: Seen, *, after: bool) -> bool:
        """Whether the call is to go on; if not, the connection is to end."""
        held = Held(seen, after, asyncio.get_running_loop().create_future())
        self.now.append(held)
        try:
            return await held.goes_on
        finally:
            self.now.remove(held)

    def release(self, goes_on: bool) -> int:
        """Let all that are held go, or go under; gives how many there were."""
        for held in self.now:
            held.goes_on.set_result(goes_on)
        return len(self.now)
