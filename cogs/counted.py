"""How often Discord answers, and how long it asks to be left alone, for the metrics."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp

from bot.metrics import DISCORD_REQUESTS, RATE_LIMIT_WAITS


def counted(trace: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
    """The same trace, which counts first, for what comes after may end the call."""
    trace.on_request_end.insert(0, _count)
    return trace


async def _count(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    status = params.response.status
    DISCORD_REQUESTS.labels(str(status)).inc()
    asked = params.response.headers.get("Retry-After", "")
    if status == 429 and asked.replace(".", "", 1).isdigit():
        RATE_LIMIT_WAITS.labels("discord").inc(float(asked))
