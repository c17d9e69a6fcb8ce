"""One request of the bot, and which of Discord's routes it takes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import BodyPartReader, web

from tests.discord_api.errors import invalid
from tests.discord_api.payloads import Told


@dataclass(frozen=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """`body` is the JSON, also where it came beside `files`."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    files: list[File] = field(default_factory=list)

    def id(self, name: str) -> int:
        """Raises Refused (400) for what is no snowflake."""
        value = self.path[name]
        if not re.fullmatch(r"\d{1,20}", value):
            raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)


class Route(NamedTuple):
    """`path` as Discord's description has it, `status` that of success with a body. `is_open`: the
    token is in the path."""

    method: str
    path: str
    handler: Callable[[Call], Told]
    status: int = 200
    is_open: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


async def read(request: web.Request) -> Call:
    """Raises Refused (400) where the body is not what it says to be."""
    path, query = dict(request.match_info), dict(request.query)
    if request.content_type != "multipart/form-data":
        text = await request.text()
        try:
            return Call(path, query, json.loads(text) if text else None)
        except ValueError:
            raise invalid("body", "JSON_INVALID", "The body is not JSON.") from None
    body, files = None, []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise invalid("body", "MULTIPART", "A part in parts.")
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(content)
        else:
            files.append(File(part.filename or "", content))
    return Call(path, query, body, files)


def answer(body: Any, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    """JSON as Discord sends it: without a charset, of which discord.py would make a text."""
    packed = json.dumps(body).encode()
    return web.Response(
        body=packed, status=status, headers=headers, content_type="application/json"
    )
