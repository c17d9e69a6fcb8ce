from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.cogs.conftest import clock, file, simcord_bot, simcord_env, town
from tests.cogs.town import Town
from tests.rights.village import Village, settle

__all__ = ["clock", "file", "simcord_bot", "simcord_env", "town"]


@pytest.fixture
async def village(town: Town, sqlite_url: str) -> AsyncIterator[Village]:
    path = sa.make_url(sqlite_url).database or ""
    with closing(sqlite3.connect(path)) as beside, closing(sqlite3.connect(":memory:")) as copy:
        yield await settle(town, beside, copy)
