"""First answers to interactions: by them a process claims what it is about to carry out.

While one process takes over from another both may hear of the same interaction. Discord takes one
first answer; whoever gets to know that another gave it does nothing. So what is to be done, and to
be done once, comes after the first answer.

Discord may also fail, or the connection break, after it has taken an answer. Given once more, it is
refused as the second one: so it was taken, and the work that the person waits for goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import aiohttp
import discord
import structlog
from discord.webhook.async_ import async_context

log = structlog.get_logger(__name__)

# "Interaction has already been acknowledged"
ACKNOWLEDGED = 40060
_SUGGESTIONS = discord.InteractionResponseType.autocomplete_result.value
# Seconds before it is given once more, and then again. A person is told after three that nobody
# answered.
_PAUSES = (0.0, 1.0)
# What discord.py calls its tasks that answer commands, buttons and forms.
_ANSWERING = ("CommandTree-", "discord-ui-", "discord.py: on_interaction")


class Acknowledging:
    """What discord.py calls webhooks with, but for the first answer."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def create_interaction_response(
        self, interaction_id: int, token: str, **given: Any
    ) -> Any:
        """Raises HTTPException with ACKNOWLEDGED where another process answered."""
        unsure, pauses = False, iter(_PAUSES)
        while True:
            try:
                return await self._inner.create_interaction_response(interaction_id, token, **given)
            except (aiohttp.ClientError, OSError) as error:
                if (pause := next(pauses, None)) is None:
                    raise
                log.warning("acknowledgement unsure", reason=repr(error))
                unsure = True
                await asyncio.sleep(pause)
            except discord.HTTPException as error:
                if error.code != ACKNOWLEDGED or not (unsure or _only_suggests(given)):
                    raise
                log.info("acknowledged before")
                return {"interaction": {"id": str(interaction_id)}}


def _only_suggests(given: Mapping[str, Any]) -> bool:
    """Suggestions for what is being typed: it matters to nobody which process makes them."""
    return bool(given["params"].payload["type"] == _SUGGESTIONS)


def acknowledge_surely() -> None:
    """For all that the running task and those it begins answer."""
    async_context.set(cast(Any, Acknowledging(async_context.get())))


def being_answered() -> list[asyncio.Task[Any]]:
    """The tasks in which interactions are answered now."""
    return [task for task in asyncio.all_tasks() if task.get_name().startswith(_ANSWERING)]


async def all_answered() -> None:
    """Done once nobody waits for an answer, not even those who acted meanwhile."""
    while answering := being_answered():
        await asyncio.wait(answering)
