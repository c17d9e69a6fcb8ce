"""Calls that are not to be repeated before somebody has looked.

discord.py repeats a call that got a 500, 502, 504 or 524, and on macOS and Windows one whose
connection was reset, though Discord may have done its work. A message carries a nonce, by which
Discord knows it again; a thread and an entry in the list of events do not, and would stand twice.
For those the error ends the call: like a connection that broke, it leaves the outcome unknown, and
the sender looks before it tries again. So it does for the first answer to an interaction, of which
`acknowledging` has to know that it was given before.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import aiohttp

_DONE_ONCE = re.compile(r"/(threads|scheduled-events|callback)\Z")

# Which errors discord.py takes for a connection that was reset; Linux has another number for it.
_RESET = (54, 10054)


class Unsure(aiohttp.ClientError):
    """Discord failed, perhaps after it had done what was asked of it."""


def not_repeated() -> aiohttp.TraceConfig:
    """For discord.py's `http_trace`, where what is raised ends the call."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_end_unsure)
    trace.on_request_exception.append(_end_reset)
    return trace


async def _end_unsure(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    unsure = params.method == "POST" and params.response.status >= 500
    if unsure and _DONE_ONCE.search(params.url.path):
        params.response.close()
        raise Unsure(f"{params.response.status} for {params.url.path}")


async def _end_reset(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    params: aiohttp.TraceRequestExceptionParams,
) -> None:
    error = params.exception
    reset = isinstance(error, OSError) and error.errno in _RESET
    if reset and params.method == "POST" and _DONE_ONCE.search(params.url.path):
        raise Unsure(f"{error} for {params.url.path}")
