"""Who organises, beside those whom Discord lets manage events."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from db.events import in_guild
from db.schema import event_organisers, events, organiser_roles
from db.upsert import add_missing, upsert


async def role(conn: AsyncConnection, guild_id: int) -> int | None:
    """The guild's role of organisers, if one was set."""
    own = organiser_roles.c.guild_id == guild_id
    found: int | None = await conn.scalar(sa.select(organiser_roles.c.role_id).where(own))
    return found


async def set_role(conn: AsyncConnection, guild_id: int, role_id: int | None) -> None:
    """None: no role makes an organiser any more."""
    if role_id is None:
        own = organiser_roles.c.guild_id == guild_id
        await conn.execute(sa.delete(organiser_roles).where(own))
        return
    row = {"guild_id": guild_id, "role_id": role_id}
    await upsert(conn, organiser_roles, [row], lambda new: {"role_id": new.role_id})


async def named(conn: AsyncConnection, event_id: int) -> list[int]:
    """The members named for an event."""
    query = sa.select(event_organisers.c.member_id).where(event_organisers.c.event_id == event_id)
    return list(await conn.scalars(query.order_by(event_organisers.c.member_id)))


async def by_name(conn: AsyncConnection, event: Event) -> list[int]:
    """Who looks after an event by name: whoever made it, then those named for it."""
    return list(dict.fromkeys((event.organiser_id, *await named(conn, event.id))))


async def name(conn: AsyncConnection, event_id: int, *member_ids: int) -> None:
    """Name members for an event; those who are named already stay so."""
    rows = [{"event_id": event_id, "member_id": member_id} for member_id in member_ids]
    await add_missing(conn, event_organisers, rows)


async def unname(conn: AsyncConnection, event_id: int, member_id: int) -> bool:
    """False when the member was not named."""
    own = (event_organisers.c.event_id == event_id) & (event_organisers.c.member_id == member_id)
    done = await conn.execute(sa.delete(event_organisers).where(own))
    return done.rowcount == 1


async def named_for(conn: AsyncConnection, guild_id: int, member_id: int) -> list[int]:
    """The guild's events for which a member is named."""
    query = sa.select(event_organisers.c.event_id).join(events)
    own = (events.c.guild_id == guild_id) & (event_organisers.c.member_id == member_id)
    return list(await conn.scalars(query.where(own).order_by(event_organisers.c.event_id)))


async def forget(conn: AsyncConnection, guild_id: int, member_id: int) -> None:
    """Name a member for none of the guild's events any more."""
    own = in_guild(event_organisers.c.event_id, guild_id)
    own &= event_organisers.c.member_id == member_id
    await conn.execute(sa.delete(event_organisers).where(own))
