"""Members who want nothing of one another are kept apart, and nobody is told."""

from __future__ import annotations

from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.withdraw import part
from db import blocks
from db.engine import Database


class Blocks:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def block(self, guild_id: int, member_id: int, other_id: int) -> None:
        """Never introduce the two; what introduces them before events to come is taken back.

        Raises UserError for oneself.
        """
        if member_id == other_id:
            raise UserError("block.self")
        now = self._clock.now()
        async with self._database.begin() as conn:
            await blocks.add(conn, guild_id, member_id, other_id, now)
            await part(conn, guild_id, member_id, other_id, now)
        self._deliver.wake()

    async def unblock(self, guild_id: int, member_id: int, other_id: int) -> bool:
        """Take a member's own block back; False where there was none."""
        async with self._database.begin() as conn:
            return await blocks.remove(conn, guild_id, member_id, other_id)
