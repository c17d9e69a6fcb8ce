"""What all tables are made of: names of constraints, ids, times in UTC, JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC time on every engine (SQLite by itself gives naive ones back)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any] | None:
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else _utc(value)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    return None if value is None else _written(_utc(value))


# A post's time stands in a row of several tables. Only in UTC are two times that are equal the
# same: elsewhere both hours are, when clocks are put back.
@lru_cache(maxsize=4096)
def _written(value: datetime) -> str:
    """As SQLAlchemy's own type writes it, in a tenth of the time."""
    # "2026-01-08T18:30:00Z", in quotes; with six more digits where there are microseconds.
    text = msgspec.json.encode(value).decode()
    return f"{text[1:11]} {text[12:20]}{text[20:-2] or '.000000'}"


# An author's last posts are read back with each of their next ones.
@lru_cache(maxsize=4096)
def _from_text(value: str | None) -> datetime | None:
    # Giving a time its zone afterwards takes six times as long as reading it.
    return None if value is None else datetime.fromisoformat(value + "+00:00")


Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
