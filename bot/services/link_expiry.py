"""Codes that ran out before they were seen: their members are told, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.proofs import TOLD_AFTER
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.link_news import link_notice
from db import account_links, deliveries
from db.engine import Database


class LinkExpiry:
    pending = account_links.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        now = self._clock.now()
        async with self._database.begin() as conn:
            over = await account_links.expired(conn, now - TOLD_AFTER)
            for link in over:
                if await account_links.settle_expired(conn, link):
                    await deliveries.add(conn, link_notice(link, "link_expired", link.handle), now)
        if over:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        first = await account_links.next_expiry(conn)
        return None if first is None else first + TOLD_AFTER
