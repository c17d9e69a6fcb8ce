"""Spares scenes in a simulated Discord what takes long and gives nobody anything."""

from __future__ import annotations

import asyncio
import marshal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace
from typing import Any, Self

import pytest
from discord import app_commands
from discord.ui.view import BaseView
from simcord import _dpy_internals, _runtime, components, gateway, results
from simcord.http import router

from db import engine
from tests.at_once import sqlite_at_once


class _Unchanging(dict[str, Any]):
    """SimCord keeps a copy of whatever it is sent."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


_told: dict[str, _Unchanging] = {}


def _copied(value: Any) -> Any:
    """What `deepcopy` gives, in a tenth of the time for what could stand in JSON."""
    try:
        return marshal.loads(marshal.dumps(value))
    except ValueError:
        return deepcopy(value)


# The code of the tasks that put an end to views and forms after their time.
_EXPIRY = BaseView._BaseView__timeout_task_impl.__code__  # type: ignore[attr-defined]


def _expires(_client: object, task: asyncio.Task[Any]) -> bool:
    """What SimCord tells from all views and forms that were ever shown."""
    return getattr(task.get_coro(), "cr_code", None) is _EXPIRY


@contextmanager
def quick() -> Iterator[None]:
    """The commands are put together and translated for the first bot only: all others have the
    same. SQLite works where it is asked, as nobody is held up by it."""

    def told_once(kind: type[Any]) -> Any:
        translated = kind.get_translated_payload

        async def get_translated_payload(command: Any, *given: Any) -> dict[str, Any]:
            if command.parent is not None:
                return dict(await translated(command, *given))
            if command.name not in _told:
                _told[command.name] = _Unchanging(await translated(command, *given))
            return _told[command.name]

        return get_translated_payload

    with pytest.MonkeyPatch.context() as patched, sqlite_at_once():
        for module in (components, results):
            patched.setattr(module, "deepcopy", _copied)
        for module in (gateway, router):
            patched.setattr(module, "copy", SimpleNamespace(deepcopy=_copied))
        # Each is searched for among all, which are compared field by field.
        patched.setattr(_runtime._CallbackRecord, "__eq__", object.__eq__)
        for kind in (app_commands.Command, app_commands.Group):
            patched.setattr(kind, "get_translated_payload", told_once(kind))
        # With each look at each task SimCord goes through all that was shown, though nothing of the
        # bot's waits for a view, a form or an event.
        patched.setattr(_dpy_internals, "_view_timeout_task_identity", _expires)
        for wait in ("is_view_wait_future", "is_wait_for_listener"):
            patched.setattr(_dpy_internals, wait, lambda *_: False)
        # Here SimCord ends the tasks that would give a connection back after a cancellation.
        patched.setattr(engine, "CLOSING_SECONDS", 0.1)
        yield
