"""The control endpoint, which is none of Discord's: POST /control/<word>, arguments as JSON.

The words are the methods of the hands that have no underscore. Ids are numbers.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence

from aiohttp import web

from tests.discord_api.acting import Acting
from tests.discord_api.building import Building, Happening
from tests.discord_api.errors import Refused
from tests.discord_api.meddling import Meddling

Hand = Building | Happening | Acting | Meddling
_MISTAKES = (LookupError, TypeError, ValueError, StopIteration, Refused)


class Control:
    def __init__(self, hands: Sequence[Hand]) -> None:
        self._hands = hands

    async def serve(self, request: web.Request) -> web.Response:
        word = request.match_info["word"]
        hand = next((each for each in self._hands if hasattr(each, word)), None)
        if hand is None or word.startswith("_"):
            return web.json_response({"error": f"no such word: {word}"}, status=404)
        try:
            told = getattr(hand, word)(**await request.json())
            if inspect.isawaitable(told):
                told = await told
        except _MISTAKES as error:
            return web.json_response({"error": repr(error)}, status=400)
        return web.json_response(told)
