"""discord.py as it was released, at another address; its waits and the bot's leases are shorter.

It knows no setting for either. What it waits for keeps its order; only how long it waits differs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import discord.client
import discord.gateway
import discord.http
import discord.shard
import discord.webhook.async_
from yarl import URL

from bot.domain.leases import LASTS, MARGIN, RENEWED_EVERY
from bot.services import clusters, leases
from cogs.client import TweetupBot

# discord.py waits whole seconds, as many of these, before it tries again or begins a session.
SECOND = 0.001
# Real seconds between two sessions that processes of one bot begin. Discord wants the same between
# their arrivals; here it wants less, as a slow machine may keep one on its way.
BEGUN_EVERY, ARRIVED_EVERY = 1.0, 0.1
# By how much sooner a lease ends whose process is dead.
SOONER = 3
# Real seconds without a further guild after which a bot takes itself to be ready.
LAST_GUILD = 0.05


class _Hurried:
    """asyncio, with shorter sleeps; those below a second are waits that the server asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds if seconds < 1 else seconds * SECOND)


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Every client that is made meanwhile lives in the Discord at `url`."""
    hurried = _Hurried()
    gateway = URL(url.replace("http", "ws") + "/gateway/")
    with ExitStack() as stack:
        for owner, name, value in (
            (discord.http.Route, "BASE", f"{url}/api/v10"),
            (discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway),
            (discord.client, "asyncio", hurried),
            (discord.gateway, "asyncio", hurried),
            (discord.http, "asyncio", hurried),
            (discord.shard, "asyncio", hurried),
            (discord.webhook.async_, "asyncio", hurried),
            (clusters, "BEGUN_EVERY", BEGUN_EVERY),
            (clusters, "RENEWED_EVERY", RENEWED_EVERY / SOONER),
            (leases, "LASTS", LASTS / SOONER),
            (leases, "MARGIN", MARGIN / SOONER),
            (leases, "RENEWED_EVERY", RENEWED_EVERY / SOONER),
        ):
            stack.enter_context(patch.object(owner, name, value))
        yield


def impatient(bot: TweetupBot) -> TweetupBot:
    """The same bot, not waiting for what on loopback comes at once or never."""
    bot._connection.guild_ready_timeout = LAST_GUILD
    return bot
