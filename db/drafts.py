"""What members typed for tweetups that are not made yet."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.drafts import KEPT, Draft, Typed
from db.schema import event_drafts
from db.upsert import upsert

# The buttons under a draft carry its id: theirs and no later one's.
ID_BITS = 48


async def save(
    conn: AsyncConnection, guild_id: int, member_id: int, typed: Typed, at: datetime
) -> Draft:
    """Keep what was typed in place of the member's earlier draft, under a new id.

    Drafts of anybody that are too old go.
    """
    await conn.execute(sa.delete(event_drafts).where(event_drafts.c.saved_at <= at - KEPT))
    draft = Draft(secrets.randbits(ID_BITS), guild_id, member_id, typed)
    row = asdict(draft) | {"saved_at": at}
    await upsert(
        conn,
        event_drafts,
        [row],
        lambda new: {"id": new.id, "typed": new.typed, "saved_at": new.saved_at},
    )
    return draft


async def of_member(
    conn: AsyncConnection, guild_id: int, member_id: int, now: datetime
) -> Draft | None:
    """A member's draft in a guild, unless it is too old."""
    young = event_drafts.c.saved_at > now - KEPT
    query = sa.select(event_drafts).where(_of(guild_id, member_id), young)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else Draft(row.id, guild_id, member_id, Typed(**row.typed))


async def remove(conn: AsyncConnection, draft: Draft) -> bool:
    """False when it was gone, or changed, already."""
    own = _of(draft.guild_id, draft.member_id) & (event_drafts.c.id == draft.id)
    done = await conn.execute(sa.delete(event_drafts).where(own))
    return done.rowcount == 1


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    await conn.execute(sa.delete(event_drafts).where(_of(guild_id, member_id)))


def _of(guild_id: int, member_id: int) -> sa.ColumnElement[bool]:
    return (event_drafts.c.guild_id == guild_id) & (event_drafts.c.member_id == member_id)
