"""The bot joins a server: it says hello there, once, to whoever may set up a tweetup."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.domain.deliveries import NewDelivery
from bot.ports import Clock
from bot.services.deliver import Deliver
from db import deliveries, guild_data
from db.engine import Database

log = structlog.get_logger(__name__)

# Where the bot has been for longer, a hello would only puzzle people.
LATELY = timedelta(days=1)


class Arrivals:
    """`joined_at` tells one time of joining from another; `channel_id` is where people will see
    it, None where the bot may write nowhere."""

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def joined(self, guild_id: int, joined_at: datetime, channel_id: int | None) -> None:
        """Discord tells that the bot joined a server, maybe one that it left before."""
        await self._greet(guild_id, joined_at, channel_id, strangers_only=False)

    async def found(self, guild_id: int, joined_at: datetime, channel_id: int | None) -> None:
        """The bot is in a server, and was maybe taken in while it was away."""
        if self._clock.now() - joined_at < LATELY:
            await self._greet(guild_id, joined_at, channel_id, strangers_only=True)

    async def _greet(
        self, guild_id: int, joined_at: datetime, channel_id: int | None, *, strangers_only: bool
    ) -> None:
        if channel_id is None:
            log.warning("nowhere to say hello", guild=guild_id)
            return
        async with self._database.begin() as conn:
            known = guild_id in await guild_data.known(conn)
            if known and strangers_only:
                return
            new = NewDelivery(
                guild_id=guild_id,
                kind="arrival",
                channel_id=channel_id,
                about={"again": int(known)},
                key=f"arrival:{guild_id}:{int(joined_at.timestamp())}",
            )
            await deliveries.add(conn, new, self._clock.now())
        self._deliver.wake()
