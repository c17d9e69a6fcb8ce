"""Discord's own list of events is watched, for people edit and cancel there too."""

from __future__ import annotations

from functools import partial

import discord
import structlog
from discord.ext import commands

from bot.domain.deliveries import MessageRef
from bot.services.suite import Services
from cogs.scheduled_events import look
from cogs.sharding import ShardedBot

log = structlog.get_logger(__name__)


class ListingCog(commands.Cog):
    def __init__(self, bot: ShardedBot, services: Services) -> None:
        self._bot = bot
        self._listing = services.listing

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, _before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        await self._compare(MessageRef(after.guild_id, after.id))

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        await self._compare(MessageRef(event.guild_id, event.id))

    @commands.Cog.listener()
    async def on_shard_ready(self, number: int) -> None:
        """What was edited in a shard's guilds while nobody listened."""
        for where in await self._listing.entries():
            if self._bot.layout.shard_of(where.channel_id) == number:
                await self._compare(where)

    async def _compare(self, where: MessageRef) -> None:
        try:
            await self._listing.compare(where, partial(look, self._bot, where))
        except (discord.HTTPException, OSError) as error:
            log.warning(
                "could not look at Discord's list", guild=where.channel_id, error=str(error)
            )
