from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.cogs.conftest import clock, file, simcord_bot, town
from tests.cogs.town import Town
from tests.rights.village import Village, settle

__all__ = ["clock", "file", "simcord_bot", "town"]


@pytest.fixture
async def village(town: Town, sqlite_url: str) -> Village:
    return await settle(town, sa.make_url(sqlite_url).database or "")
