from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NoReturn

import discord
import pytest
from discord import InteractionResponseType

from cogs.acknowledging import ACKNOWLEDGED, Acknowledging


class Answered:
    """Another process answered."""

    async def create_interaction_response(self, *_: object, **__: object) -> NoReturn:
        response: Any = SimpleNamespace(status=400, reason="Bad Request")
        raise discord.HTTPException(response, {"code": ACKNOWLEDGED, "message": ""})


async def answer(kind: InteractionResponseType) -> None:
    adapter: Any = Answered()
    params = SimpleNamespace(payload={"type": kind.value})
    await Acknowledging(adapter).create_interaction_response(1, "token", params=params)


async def test_who_was_not_first_is_told_so_but_for_suggestions_which_are_all_the_same() -> None:
    with pytest.raises(discord.HTTPException):
        await answer(InteractionResponseType.deferred_channel_message)
    await answer(InteractionResponseType.autocomplete_result)
