from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from tests.services.world import World


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    database = Database(sqlite_url)
    yield World(database)
    await database.close()
