"""In which language somebody is spoken to when the bot begins."""

from __future__ import annotations

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Place
from db import languages
from db.engine import UNUSABLE, Database

log = structlog.get_logger(__name__)


async def language_of(conn: AsyncConnection, place: Place) -> str | None:
    """Of whoever a message goes to, where that is known and another than their guild's; for a
    channel that of the organiser."""
    if place.member_id is None:
        return await languages.of_organiser(conn, place.guild_id)
    return await languages.get(conn, place.guild_id, place.member_id)


class Languages:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def heard(self, guild_id: int, member_id: int, locale: str, usual: str) -> None:
        """Note in which language a member uses Discord; `usual` is their guild's, which needs no
        note. Both as Discord names them.

        If the database is away, the next tap tells it.
        """
        try:
            await self._note(guild_id, member_id, None if locale == usual else locale)
        except UNUSABLE:
            log.warning("could not note a language", exc_info=True)

    async def _note(self, guild_id: int, member_id: int, wanted: str | None) -> None:
        async with self._database.read() as conn:
            if await languages.get(conn, guild_id, member_id) == wanted:
                return
        async with self._database.begin() as conn:
            if wanted is None:
                await languages.forget(conn, guild_id, member_id)
            else:
                await languages.put(conn, guild_id, member_id, wanted)
