"""Whether there is anything to come, asked for many at once: most of the time most have nothing.

A store's `PENDING` is true while it may hold something that is due now or later. `NOW` in it is the
time at which is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.columns import UtcDateTime

Pending = sa.ColumnElement[bool]
NOW = sa.bindparam("now", type_=UtcDateTime())


class Question:
    """One query about all of `conditions`."""

    def __init__(self, conditions: Iterable[Pending]) -> None:
        each = enumerate(conditions)
        self._query = sa.select(*(condition.label(f"pending_{n}") for n, condition in each))

    async def ask(self, conn: AsyncConnection, now: datetime) -> list[bool]:
        """Which of them are true."""
        return [bool(each) for each in (await conn.execute(self._query, {"now": now})).one()]
