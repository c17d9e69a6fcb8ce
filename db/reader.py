"""How X is read: which source was chosen, and what X last refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db.schema_reading import reader
from db.upsert import upsert

_ONLY = 1


class Refusal(NamedTuple):
    """What X would not do until somebody acts: the error's key in the catalogue, and its params."""

    key: str
    params: Mapping[str, Any]
    at: datetime


async def source(conn: AsyncConnection) -> str | None:
    """The source that was chosen; None where nobody did."""
    found: str | None = await conn.scalar(sa.select(reader.c.source))
    return found


async def choose_source(conn: AsyncConnection, source: str) -> None:
    row = {"id": _ONLY, "source": source}
    await upsert(conn, reader, [row], lambda new: {"source": new.source})


async def refused(conn: AsyncConnection, refusal: Refusal) -> None:
    """Note what X refused, and that it is left alone from now on."""
    row = {
        "id": _ONLY,
        "refused": refusal.key,
        "refused_about": dict(refusal.params),
        "refused_at": refusal.at,
        "stopped": True,
    }
    names = ("refused", "refused_about", "refused_at", "stopped")
    await upsert(conn, reader, [row], lambda new: {name: new[name] for name in names})


async def is_stopped(conn: AsyncConnection) -> bool:
    """Whether X was left alone since it last refused."""
    return bool(await conn.scalar(sa.select(reader.c.stopped)))


async def go_on(conn: AsyncConnection) -> None:
    """Ask X again."""
    await conn.execute(sa.update(reader).values(stopped=False))


async def last_refusal(conn: AsyncConnection) -> Refusal | None:
    row = (await conn.execute(sa.select(reader))).one_or_none()
    if row is None or row.refused is None:
        return None
    return Refusal(row.refused, row.refused_about, row.refused_at)
