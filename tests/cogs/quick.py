"""Spares scenes in a simulated Discord what takes long and gives nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import pytest
from discord import app_commands

from db import engine
from tests.at_once import sqlite_at_once


class _Unchanging(dict[str, Any]):
    """SimCord keeps a copy of whatever it is sent."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


_told: dict[str, _Unchanging] = {}


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
        for kind in (app_commands.Command, app_commands.Group):
            patched.setattr(kind, "get_translated_payload", told_once(kind))
        # Here SimCord ends the tasks that would give a connection back after a cancellation.
        patched.setattr(engine, "CLOSING_SECONDS", 0.1)
        yield
