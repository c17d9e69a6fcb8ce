"""Changes of events that people are told of, and drafts of changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import Change, ChangeDraft, Facts
from db.schema import change_drafts, changes

_WAITING = changes.c.state == "waiting"
PENDING = sa.exists().where(_WAITING)


async def waiting(conn: AsyncConnection, event_id: int) -> Change | None:
    """The change of an event that people have yet to hear of. Lock the event first."""
    return await _one(conn, _WAITING & (changes.c.event_id == event_id))


async def get(conn: AsyncConnection, change_id: int) -> Change | None:
    return await _one(conn, changes.c.id == change_id)


async def save(conn: AsyncConnection, change: Change) -> None:
    """Note a change that people are to be told of; one that has an id takes that one's place."""
    values = {**asdict(change), "before": _json(change.before), "state": "waiting"}
    if change.id:
        own = changes.c.id == change.id
        await conn.execute(sa.update(changes).where(own, _WAITING).values(**values))
    else:
        del values["id"]
        await conn.execute(sa.insert(changes).values(**values))


async def due(conn: AsyncConnection, now: datetime) -> list[Change]:
    """The changes people should have heard of by `now`, oldest first."""
    query = sa.select(changes).where(_WAITING, changes.c.due_at <= now)
    return [_change(row) for row in await conn.execute(query.order_by(changes.c.id))]


async def next_due(conn: AsyncConnection) -> datetime | None:
    found: datetime | None = await conn.scalar(
        sa.select(sa.func.min(changes.c.due_at)).where(_WAITING)
    )
    return found


async def settle(conn: AsyncConnection, change_id: int) -> bool:
    """Note that people are told of a change; False when they were before."""
    own = changes.c.id == change_id
    done = await conn.execute(sa.update(changes).where(own, _WAITING).values(state="told"))
    return done.rowcount == 1


async def add_draft(conn: AsyncConnection, draft: ChangeDraft) -> int:
    """Keep a draft until it is confirmed, and give it an id."""
    values = {**asdict(draft), "after": _json(draft.after)}
    insertion = sa.insert(change_drafts).values(**values).returning(change_drafts.c.id)
    return int((await conn.execute(insertion)).scalar_one())


async def get_draft(conn: AsyncConnection, draft_id: int) -> ChangeDraft | None:
    own = sa.select(change_drafts).where(change_drafts.c.id == draft_id)
    row = (await conn.execute(own)).one_or_none()
    return None if row is None else _draft(row)


async def take_draft(conn: AsyncConnection, draft_id: int) -> ChangeDraft | None:
    """The draft of that id, which is kept no longer."""
    own = sa.delete(change_drafts).where(change_drafts.c.id == draft_id).returning(change_drafts)
    row = (await conn.execute(own)).one_or_none()
    return None if row is None else _draft(row)


def _draft(row: sa.Row[Any]) -> ChangeDraft:
    after = _facts(row.after)
    return ChangeDraft(row.event_id, row.kind, after, row.revision, row.made_at, row.scope)


async def drop_drafts(conn: AsyncConnection, before: datetime) -> None:
    """Drop the drafts from before then."""
    await conn.execute(sa.delete(change_drafts).where(change_drafts.c.made_at < before))


async def _one(conn: AsyncConnection, which: sa.ColumnElement[bool]) -> Change | None:
    row = (await conn.execute(sa.select(changes).where(which))).one_or_none()
    return None if row is None else _change(row)


def _change(row: sa.Row[Any]) -> Change:
    return Change(row.event_id, row.kind, _facts(row.before), row.made_at, row.due_at, id=row.id)


def _json(facts: Facts) -> dict[str, Any]:
    times = {"starts_at": facts.starts_at.isoformat(), "ends_at": facts.ends_at.isoformat()}
    return asdict(facts) | times


def _facts(stored: dict[str, Any]) -> Facts:
    times = {name: datetime.fromisoformat(stored[name]) for name in ("starts_at", "ends_at")}
    return Facts(**stored | times)
