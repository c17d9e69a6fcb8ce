"""SQLite that works where it is asked, for tests in which nobody is held up by it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from db import eager


class _AtOnce(eager.EagerConnection):
    """Executes in the event loop's own thread. Before each statement others that wait for it have
    their turn, as they would while it went to another thread and back."""

    async def in_thread(self, function: Callable[..., object], *args: object) -> None:
        if asyncio.get_running_loop()._ready:  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        await super().in_thread(function, *args)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(*args, **kwargs)


@contextmanager
def sqlite_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(eager, "EagerConnection", _AtOnce)
        yield
