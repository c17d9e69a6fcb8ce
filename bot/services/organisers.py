"""Who may look after tweetups: asked, and changed."""

from __future__ import annotations

from bot.domain.events import Event
from bot.domain.organisers import Actor, may_organise
from bot.errors import UserError
from db import organisers
from db.engine import Database


class Organisers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def may(self, actor: Actor, event: Event | None = None) -> bool:
        """Whether somebody may look after that event; after all in their guild if none is given."""
        async with self._database.read() as conn:
            role_id = await organisers.role(conn, actor.guild_id)
            named = [] if event is None else await organisers.named(conn, event.id)
        return may_organise(actor, role_id=role_id, event=event, named=named)

    async def role(self, guild_id: int) -> int | None:
        async with self._database.read() as conn:
            return await organisers.role(conn, guild_id)

    async def set_role(self, guild_id: int, role_id: int | None) -> None:
        """Raises UserError for the role that everybody has; it has the guild's own id."""
        if role_id == guild_id:
            raise UserError("organisers.everyone")
        async with self._database.begin() as conn:
            await organisers.set_role(conn, guild_id, role_id)

    async def named(self, event: Event) -> list[int]:
        async with self._database.read() as conn:
            return await organisers.named(conn, event.id)

    async def name(self, event: Event, member_id: int) -> None:
        async with self._database.begin() as conn:
            await organisers.name(conn, event.id, member_id)

    async def unname(self, event: Event, member_id: int) -> bool:
        """False when the member was not named."""
        async with self._database.begin() as conn:
            return await organisers.unname(conn, event.id, member_id)
