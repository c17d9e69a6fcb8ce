"""Tweet chats that were typed and are not confirmed yet."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat_plan import Typed
from db.schema_chat import chat_drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for an event, and when: "tomorrow" is the day after that."""

    id: int
    event_id: int
    typed: Typed
    typed_at: datetime


async def add(conn: AsyncConnection, event_id: int, typed: Typed, at: datetime) -> Draft:
    row = {"event_id": event_id, "typed": asdict(typed), "typed_at": at}
    draft_id = await conn.scalar(sa.insert(chat_drafts).values(row).returning(chat_drafts.c.id))
    return Draft(int(draft_id or 0), event_id, typed, at)


async def get(conn: AsyncConnection, draft_id: int) -> Draft | None:
    query = sa.select(chat_drafts).where(chat_drafts.c.id == draft_id)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else Draft(row.id, row.event_id, Typed(**row.typed), row.typed_at)


async def remove(conn: AsyncConnection, draft_id: int) -> None:
    await conn.execute(sa.delete(chat_drafts).where(chat_drafts.c.id == draft_id))


async def remove_old(conn: AsyncConnection, typed_before: datetime) -> None:
    await conn.execute(sa.delete(chat_drafts).where(chat_drafts.c.typed_at < typed_before))
