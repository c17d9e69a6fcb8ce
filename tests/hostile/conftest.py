from __future__ import annotations

from tests.cogs.conftest import clock, file, simcord_bot, town
from tests.databases import (
    database,
    database_url,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "clock",
    "database",
    "database_url",
    "file",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "simcord_bot",
    "sqlite_template",
    "sqlite_url",
    "town",
]
