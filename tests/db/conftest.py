from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from db import events
from tests.databases import (
    conn,
    database,
    database_url,
    empty_postgres_url,
    empty_sqlite_url,
    empty_url,
    postgres_server,
    postgres_template,
    postgres_url,
    shared_postgres_url,
    shared_sqlite_url,
    shared_url,
    sqlite_template,
    sqlite_url,
)
from tests.db.rows import a_draft

__all__ = [
    "conn",
    "database",
    "database_url",
    "empty_postgres_url",
    "empty_sqlite_url",
    "empty_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "shared_postgres_url",
    "shared_sqlite_url",
    "shared_url",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
async def event(conn: AsyncConnection) -> Event:
    return await events.add(conn, a_draft())
