from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.services.timetable import Timetable
from db.engine import Database
from tests.at_once import sqlite_at_once
from tests.services.world import World


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    with sqlite_at_once():
        database = Database(sqlite_url)
        yield World(database)
        await database.close()


@pytest.fixture(autouse=True)
def _no_duty_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a timetable asks what is due, in whatever world a test has made, each duty that
    knows of something is pending: else nobody would ever ask it."""

    async def times(timetable: Timetable) -> list[datetime | None]:
        async with timetable._database.read() as conn:
            pending = await timetable._pending.ask(conn, timetable._clock.now())
            known = [await duty.next_due(conn) for duty in timetable._duties]
        overlooked = [
            type(duty).__name__
            for duty, may_be, at in zip(timetable._duties, pending, known, strict=True)
            if at is not None and not may_be
        ]
        assert not overlooked, f"`pending` of {overlooked} is false, and something is to come"
        return known

    monkeypatch.setattr(Timetable, "_times", times)
