"""What was done because X asks for it; nobody's words stand here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_reading import audit


async def note(conn: AsyncConnection, at: datetime, what: str, how_many: int) -> None:
    """`what` is a kind of thing and what befell it, such as "post.deleted"."""
    await conn.execute(sa.insert(audit).values(at=at, what=what, how_many=how_many))
