from __future__ import annotations

from tests.databases import (
    empty_postgres_url,
    postgres_server,
    sqlite_template,
    sqlite_url,
)

__all__ = ["empty_postgres_url", "postgres_server", "sqlite_template", "sqlite_url"]
