"""How the bot is told to end: see `bot.app.end_once`."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.app import end_once


async def test_who_is_told_while_a_time_limit_in_it_unwinds_ends() -> None:
    unwinding = asyncio.Event()

    async def work() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0):
                try:
                    await asyncio.Event().wait()
                finally:
                    unwinding.set()
                    await asyncio.Event().wait()
        await asyncio.Event().wait()

    working = asyncio.create_task(work())
    await unwinding.wait()
    end_once(working)
    for _ in range(3):
        await asyncio.sleep(0)
    assert working.cancelled()


async def test_who_is_told_twice_comes_to_its_end() -> None:
    ending, last, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ending.set()
            await last.wait()
            done.set()

    working = asyncio.create_task(work())
    await asyncio.sleep(0)
    end_once(working)
    await ending.wait()
    end_once(working)
    last.set()
    await asyncio.wait({working})
    assert done.is_set()
