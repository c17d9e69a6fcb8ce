from __future__ import annotations

from tests.databases import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]
