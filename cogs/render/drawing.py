"""Pictures are drawn off the event loop, and attached with what they show in words."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

import discord

from bot.domain.cleaning import cut

P = ParamSpec("P")
T = TypeVar("T")

# Discord takes no longer descriptions.
DESCRIPTION_LIMIT = 1_024
# matplotlib is not made for more than one thread at a time.
_DRAWING = ThreadPoolExecutor(1, "drawing")


async def draw(drawing: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `drawing` makes of its arguments, in the one thread that draws; its texts are in the
    reader's language there too."""
    loop, context = asyncio.get_running_loop(), copy_context()
    return await loop.run_in_executor(_DRAWING, lambda: context.run(drawing, *args, **kwargs))


def attachment(png: bytes, name: str, description: str) -> discord.File:
    return discord.File(io.BytesIO(png), name, description=cut(description, DESCRIPTION_LIMIT))
