"""First answers to interactions whose own answer got lost.

Discord may fail, or the connection break, after it has taken an acknowledgement. Given once more,
it is refused as the second one: so it was taken, and the work that the person waits for goes on.
That no interaction is answered twice on purpose, discord.py sees to itself.
"""

from __future__ import annotations

from typing import Any, cast

import aiohttp
import discord
import structlog
from discord.webhook.async_ import async_context

log = structlog.get_logger(__name__)

# "Interaction has already been acknowledged"
ACKNOWLEDGED = 40060


class Acknowledging:
    """What discord.py calls webhooks with, but for the first answer."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def create_interaction_response(
        self, interaction_id: int, token: str, **given: Any
    ) -> Any:
        try:
            try:
                return await self._inner.create_interaction_response(interaction_id, token, **given)
            except (aiohttp.ClientError, OSError) as error:
                # discord.py itself tries again after a server error, but not after this.
                log.warning("acknowledgement unsure", reason=repr(error))
                return await self._inner.create_interaction_response(interaction_id, token, **given)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise
            log.info("acknowledged before")
            return {"interaction": {"id": str(interaction_id)}}


def acknowledge_surely() -> None:
    """For all that the running task and those it begins answer."""
    async_context.set(cast(Any, Acknowledging(async_context.get())))
