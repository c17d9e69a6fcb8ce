from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from db import events
from tests.db.rows import a_draft


@pytest.fixture
async def event(conn: AsyncConnection) -> Event:
    return await events.add(conn, a_draft())
