from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.timetable import Timetable
from db.pending import Pending
from tests.services.world import NOW, World

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_duty_is_overlooked() -> None:
    """Here it is the timetable itself that is tried, as it is."""


@dataclass
class Chore:
    """Writes its name into a diary when it is done, and is not due any more."""

    name: str
    due: datetime | None
    diary: list[str]
    pending: Pending = field(default_factory=sa.true)
    asked_by: list[AsyncConnection] = field(default_factory=list)

    async def run_due(self) -> None:
        self.diary.append(self.name)
        self.due = None

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        self.asked_by.append(conn)
        return self.due


def timetable(world: World, *dues: datetime | None) -> tuple[Timetable, list[Chore]]:
    diary: list[str] = []
    chores = [Chore(str(number), due, diary) for number, due in enumerate(dues)]
    return Timetable(world.database, world.clock, *chores), chores


async def test_nothing_is_run_before_it_is_due(world: World) -> None:
    table, (first, second) = timetable(world, None, NOW + HOUR)
    await table.run_due()
    assert first.diary == []
    assert await table.next_due() == NOW + HOUR
    world.clock.move_to(NOW + HOUR)
    await table.run_due()
    assert second.diary == ["1"]


async def test_what_follows_on_what_was_due_is_run_with_it(world: World) -> None:
    table, (first, *_) = timetable(world, None, NOW, NOW + HOUR)
    await table.run_due()
    assert first.diary == ["1", "2"]


async def test_all_are_asked_in_one_transaction(world: World) -> None:
    table, (first, second) = timetable(world, NOW + HOUR, NOW + 2 * HOUR)
    assert await table.next_due() == NOW + HOUR
    assert first.asked_by == second.asked_by


async def test_who_has_nothing_to_come_is_not_asked(world: World) -> None:
    _, (idle, busy) = timetable(world, NOW, NOW + HOUR)
    idle.pending = sa.false()
    table = Timetable(world.database, world.clock, idle, busy)
    assert await table.next_due() == NOW + HOUR
    assert idle.asked_by == []
