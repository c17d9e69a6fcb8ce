"""Organisers help with X accounts: they vouch for those whose posts nobody sees, and release what
a member can no longer unlink."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.members import AccountLink
from bot.domain.posts import Author, handle_key
from bot.errors import UserError
from bot.ports import Clock, PersonLookup
from bot.services.account_links import checked_handle, give_up_others, take_back
from bot.services.deliver import Deliver
from bot.services.link_news import link_notice
from db import account_links, deliveries, people
from db.engine import Database


class Vouching:
    """`lookup` is there once X is being read."""

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self.lookup: PersonLookup | None = None

    async def vouch(self, guild_id: int, member_id: int, typed: str, *, by: int) -> str:
        """Take an organiser's word that the account a member claimed is theirs; its handle.

        X is asked, and paid, only about somebody who was never seen.

        Raises UserError when the member did not claim that account themselves, somebody else has
        proved it, or X knows no such account or does not answer now.
        """
        handle = checked_handle(typed)
        if by == member_id:
            raise UserError("vouch.self")
        async with self._database.read() as conn:
            await _claimed(conn, guild_id, member_id, handle)
            seen = await people.of_handle(conn, handle)
        author = seen[0] if len(seen) == 1 else await self._ask_x(handle)
        now = self._clock.now()
        async with self._database.begin() as conn:
            link = await _claimed(conn, guild_id, member_id, handle)
            if author not in seen:
                await people.save(conn, [author])
            done = await account_links.prove(
                *(conn, guild_id, member_id, author.id, author.handle, now),
                how="vouched",
                vouched_by=by,
            )
            if not done:
                raise UserError("vouch.taken", handle=author.handle)
            await deliveries.add(conn, link_notice(link, "link_vouched", author.handle), now)
            await give_up_others(conn, link, author.handle, now)
        self._deliver.wake()
        return author.handle

    async def release(self, guild_id: int, typed: str) -> str:
        """Unlink whoever has proved an account, and tell them; gives the handle.

        Raises UserError when nobody has.
        """
        handle = checked_handle(typed)
        now = self._clock.now()
        async with self._database.begin() as conn:
            proved = await account_links.of_handle(conn, guild_id, handle, proved=True)
            if not proved:
                raise UserError("release.nobody", handle=handle)
            for link in proved:
                await take_back(conn, link, now)
                await deliveries.add(conn, link_notice(link, "link_released", link.handle), now)
        self._deliver.wake()
        return proved[0].handle

    async def _ask_x(self, handle: str) -> Author:
        if self.lookup is None:
            raise UserError("vouch.later", handle=handle)
        return await self.lookup.person(handle)


async def _claimed(
    conn: AsyncConnection, guild_id: int, member_id: int, handle: str
) -> AccountLink:
    link = await account_links.get(conn, guild_id, member_id)
    if link is not None and link.proved_at is not None:
        raise UserError("vouch.linked")
    if link is None or handle_key(link.handle) != handle_key(handle):
        raise UserError("vouch.not_asked", handle=handle)
    return link
