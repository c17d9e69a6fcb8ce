"""Sees to it that workers which hang are told of, and that systemd knows how the bot is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.heartbeats import Heartbeats
from bot.systemd import notify, watchdog_seconds

log = structlog.get_logger(__name__)

# Seconds between two looks.
_EVERY = 30.0


async def watch(heartbeats: Heartbeats, ready: Callable[[], Awaitable[None]]) -> None:
    """Look for ever, from when `ready` is done.

    While a worker hangs systemd hears nothing, and starts the bot anew.
    """
    await ready()
    notify("READY=1")
    limit = watchdog_seconds()
    hanging: set[str] = set()
    while True:
        silent = set(heartbeats.silent)
        for worker in sorted(silent - hanging):
            log.error("worker hangs", worker=worker)
        hanging = silent
        if not hanging:
            notify("WATCHDOG=1")
        await asyncio.sleep(_EVERY if limit is None else min(limit / 2, _EVERY))
