"""Signs of life of the workers: when each last did something, and by when it has to again.

Whoever sleeps says for how long, whoever works says so now and then. What is silent for longer
hangs: in a call that never returns, or in a lock that nobody gives back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# Seconds that may pass without a sign. A call to X ends after one minute at most; one to Discord
# is tried five times, and waits up to a minute for a rate limit.
GRACE = 600.0


@dataclass(slots=True)
class Heart:
    """One worker's. Times are those of a clock that never goes back, in seconds."""

    name: str
    time: Callable[[], float]
    beat_at: float = field(init=False)
    due_at: float | None = field(init=False)
    """By when it has to beat again; None when nothing is expected of it."""

    def __post_init__(self) -> None:
        self.beat()

    def beat(self) -> None:
        self.promise(0)

    def promise(self, seconds: float) -> None:
        """It is well, and need not give a sign before that time is over."""
        self.beat_at = self.time()
        self.due_at = self.beat_at + seconds + GRACE

    def rest(self) -> None:
        self.beat()
        self.due_at = None

    @property
    def age(self) -> float:
        """Seconds since it last beat."""
        return self.time() - self.beat_at

    @property
    def silent(self) -> bool:
        """Whether it ought to have beaten meanwhile."""
        return self.due_at is not None and self.time() > self.due_at

    @contextmanager
    def beating(self) -> Iterator[None]:
        """The signs that are given inside, also by tasks begun there, are this worker's."""
        token = _current.set(self)
        self.beat()
        try:
            yield
        finally:
            _current.reset(token)
            self.rest()


_current: ContextVar[Heart | None] = ContextVar("heart", default=None)


class Heartbeats:
    """Those of all workers. `time` gives seconds, and never goes back."""

    def __init__(self, time: Callable[[], float] = time.monotonic) -> None:
        self._time = time
        self._hearts: dict[str, Heart] = {}

    def __iter__(self) -> Iterator[Heart]:
        return iter(self._hearts.values())

    def of(self, name: str) -> Heart:
        if name not in self._hearts:
            self._hearts[name] = Heart(name, self._time)
        return self._hearts[name]

    @property
    def silent(self) -> list[str]:
        """The workers that hang."""
        return [heart.name for heart in self if heart.silent]


def beat() -> None:
    """The worker that runs this is at work."""
    if (heart := _current.get()) is not None:
        heart.beat()


def rest() -> None:
    """The worker that runs this waits for others, for as long as they like."""
    if (heart := _current.get()) is not None:
        heart.rest()


@contextmanager
def asleep(seconds: float) -> Iterator[None]:
    """The worker that runs this sleeps so long at most."""
    heart = _current.get()
    if heart is not None:
        heart.promise(seconds)
    try:
        yield
    finally:
        if heart is not None:
            heart.beat()
