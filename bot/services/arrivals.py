"""The bot joins a guild: it says hello there, once, to whoever may set up a tweetup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.domain.deliveries import NewDelivery
from bot.ports import Clock
from db import deliveries, guild_data
from db.engine import Database

log = structlog.get_logger(__name__)

# Where the bot has been for longer, a hello would only puzzle people.
LATELY = timedelta(days=1)


class Arrivals:
    """`wake` is called when there is something to deliver.

    `joined_at` tells one time of joining from another; `channel_id` is where people will see it,
    None where the bot may write nowhere.
    """

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    async def joined(self, guild_id: int, joined_at: datetime, channel_id: int | None) -> None:
        """Discord tells that the bot joined a guild, maybe one that it left before."""
        await self._greet(guild_id, joined_at, channel_id, strangers_only=False)

    async def found(self, guild_id: int, joined_at: datetime, channel_id: int | None) -> None:
        """The bot is in a guild, and was maybe taken in while it was away."""
        if self._clock.now() - joined_at < LATELY:
            await self._greet(guild_id, joined_at, channel_id, strangers_only=True)

    async def chosen(self, guild_id: int, joined_at: datetime, channel_id: int) -> None:
        """Whoever runs the bot chose where it is to say hello, if it has not done so yet."""
        async with self._database.begin() as conn:
            before = await deliveries.of_key(conn, _key(guild_id, joined_at))
            if before is not None and before.state == "waiting" and before.attempts == 0:
                await deliveries.forget(conn, _key(guild_id, joined_at))
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
                key=_key(guild_id, joined_at),
            )
            await deliveries.add(conn, new, self._clock.now())
        self._wake()


def _key(guild_id: int, joined_at: datetime) -> str:
    return f"arrival:{guild_id}:{int(joined_at.timestamp())}"
