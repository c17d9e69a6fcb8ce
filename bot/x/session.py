"""The HTTP session every call to X goes through."""

from __future__ import annotations

from importlib.metadata import version

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs
from yarl import URL

from bot.heartbeats import beat
from bot.metrics import X_ANSWERED_AT, X_REQUESTS
from bot.x.problems import error_in

USER_AGENT = f"Tweetup/{version('tweetup')}"
# Seconds. The stream has no end, but X sends a sign of life every 20.
REST_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)
STREAM_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=10, sock_read=60)


def open_session(*, token: str, api_url: str, user_agent: str) -> aiohttp.ClientSession:
    """A session that leads every request to `api_url`, signs it, and raises what X refuses.

    tweepy knows one host and cannot be told another; and it prints the headers it sends when its
    debug log is on. So the origin is rewritten and the token put in here, where neither is logged.
    """
    origin = URL(api_url).origin()

    async def direct(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        request.url = origin.join(request.url.relative())
        request.headers[hdrs.HOST] = request.url.host_port_subcomponent or ""
        request.headers[hdrs.AUTHORIZATION] = f"Bearer {token}"
        request.headers[hdrs.USER_AGENT] = user_agent
        try:
            response = await handler(request)
        except (aiohttp.ClientError, OSError):
            X_REQUESTS.labels("none").inc()
            raise
        X_REQUESTS.labels(str(response.status)).inc()
        beat()
        if response.status < 400:
            X_ANSWERED_AT.set_to_current_time()
            return response
        try:
            raise await error_in(response)
        finally:
            response.release()

    # Calls are half a minute apart: a connection kept that long is more often dead than of use.
    connector = aiohttp.TCPConnector(force_close=True)
    return aiohttp.ClientSession(connector=connector, middlewares=(direct,), timeout=REST_TIMEOUT)
