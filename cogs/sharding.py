"""The bot's lines to Discord, one a shard. A process may take on more of them while it runs, when
another one is no longer there, and give them up again."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import discord
import discord.shard
from discord.ext import commands
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.domain.shards import Layout


class _Resuming(discord.shard.Shard):
    """Goes on with its session once a line that broke can be had again, as `discord.Client` does;
    discord.py's own begins a new one, and what happened meanwhile is never told."""

    async def reconnect(self) -> None:
        if self.ws.session_id is None:
            await super().reconnect()
        else:
            await self.reidentify(ReconnectWebSocket(self.id, resume=True))


discord.shard.Shard = _Resuming  # type: ignore[misc]  # there is no other way to have it made


class ShardedBot(commands.AutoShardedBot):
    """Begins with all shards, or with those that `hold` chose before it connected.

    discord.py knows shards from the beginning alone. A further one it launches as soundly: what it
    tells apart by shard it keeps by the shard's number, but for `on_ready`, which comes once, when
    the first ones are all there. For each there is `on_shard_ready`.
    """

    def __init__(self, *, layout: Layout, **options: Any) -> None:
        super().__init__(shard_count=layout.shards, **options)
        self.layout = layout
        self.held = set(range(layout.shards))
        self._told = defaultdict[int, asyncio.Event](asyncio.Event)
        self._launching: dict[int, asyncio.Task[None]] = {}

    @property
    def connected(self) -> bool:
        """Whether every line stands, and all that Discord tells at first was told."""
        lines = self.shards
        return self.is_ready() and all(
            number in lines and not lines[number].is_closed() for number in self.held
        )

    def hold(self, shards: Collection[int]) -> None:
        """With which shards to begin."""
        self.held, self.shard_ids = set(shards), sorted(shards)

    async def take_on(self, shards: Collection[int]) -> None:
        """Listen to these, if it does not yet; done once their guilds are known."""
        for number in sorted(set(shards) - self.held):
            self.held.add(number)
            launch = self.launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, number)
            self._launching[number] = asyncio.create_task(launch)
        for number in shards:
            await self._told[number].wait()

    async def give_up(self, shards: Collection[int]) -> None:
        """Listen to these no longer; once done, nothing more of their guilds is heard, or known."""
        for number in shards:
            self.held.discard(number)
            self._told.pop(number, None)
            if (launching := self._launching.pop(number, None)) is not None:
                launching.cancel()
            await self._hang_up(number)
        for guild in self.guilds:
            if guild.shard_id in shards:
                # As discord.py does when a guild is gone; what it knows of it would grow old.
                self._connection._remove_guild(guild)

    async def on_shard_ready(self, number: int) -> None:
        self._told[number].set()

    async def on_shard_connect(self, number: int) -> None:
        """Perhaps of a line that was being mended when it was given up."""
        await self._hang_up(number)

    async def on_shard_resumed(self, number: int) -> None:
        await self._hang_up(number)

    async def _hang_up(self, number: int) -> None:
        """Unless it is held."""
        line = self.get_shard(number)
        if line is not None and number not in self.held:
            await line.disconnect()

    async def close(self) -> None:
        for launching in self._launching.values():
            launching.cancel()
        await asyncio.gather(*self._launching.values(), return_exceptions=True)
        await super().close()
        # discord.py would still say, to a bot that is closed, that it is ready.
        state = self._connection
        for about_to_say in (state._ready_task, *state._ready_tasks.values()):
            if about_to_say is not None:
                about_to_say.cancel()
