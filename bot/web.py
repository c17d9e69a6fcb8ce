"""The bot's few pages, for operators who give it an address: calendars, and where QR codes lead.

Nothing is listed, nobody logs in, and nothing is written: whoever knows a token sees that one
member's calendar, whoever knows a code learns where to type it. Tokens stand in addresses, so no
line of any log holds one.
"""

from __future__ import annotations

import asyncio
import re
from html import escape

import structlog
from aiohttp import web

from bot.heartbeats import rest
from bot.services.calendars import Calendars
from bot.services.check_in import CheckIn, channel_address
from bot.texts import fitting, region, speak, text

log = structlog.get_logger(__name__)

_ASKED = re.compile(r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?:\s*;\s*q=([01](?:\.\d{1,3})?))?")
# Seconds that answers under way have when the bot stops.
_LAST_ANSWERS = 2.0
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Server": "Tweetup",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>:root{{color-scheme:light dark}}
body{{background:canvas;color:canvastext;font:1.2rem/1.5 system-ui,sans-serif;max-width:32rem;
margin:3rem auto;padding:0 1rem}}
h1{{font-size:1.8rem;line-height:1.25}} code{{font-size:2rem;letter-spacing:.1em}}</style>
<main>
<h1>{title}</h1>
<p>{how}</p>
<p><code>{command}</code></p>
<p><a href="{address}">{open}</a></p>
<p>{code}</p>
</main>
</html>
"""


class Web:
    """Serves on `host` and `port`; a proxy of the operator's gives it to the world, with TLS."""

    def __init__(self, calendars: Calendars, check_in: CheckIn, host: str, port: int) -> None:
        self._calendars = calendars
        self._check_in = check_in
        self._host, self._port = host, port

    async def run(self) -> None:
        """Serve until cancelled. Raises OSError where the port is taken."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=_LAST_ANSWERS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            log.info("pages served", host=self._host, port=self._port)
            rest()
            await asyncio.get_running_loop().create_future()
        finally:
            await runner.cleanup()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1_024)
        app.on_response_prepare.append(_add_headers)
        app.router.add_get(r"/calendar/{token:[0-9a-f]{32}}.ics", self._calendar)
        app.router.add_get(r"/checkin/{code:[A-Za-z]{6}}", self._checkin)
        return app

    async def _calendar(self, request: web.Request) -> web.Response:
        speak(_language(request))
        found = await self._calendars.feed(request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found, content_type="text/calendar", charset="utf-8")

    async def _checkin(self, request: web.Request) -> web.Response:
        code = request.match_info["code"].upper()
        event = await self._check_in.event_of(code)
        if event is None:
            raise web.HTTPNotFound
        speak(_language(request))
        words = {
            "lang": region().replace("_", "-"),
            "title": text("web.checkin.title", name=event.name),
            "how": text("web.checkin.how"),
            "command": text("web.checkin.command", code=code),
            "address": channel_address(event),
            "open": text("web.checkin.open"),
            "code": text("web.checkin.code"),
        }
        page = _PAGE.format(**{key: escape(word) for key, word in words.items()})
        return web.Response(text=page, content_type="text/html")


def _language(request: web.Request) -> str | None:
    """The language a browser asks for most that there is a catalogue of (RFC 9110, 12.5.4)."""
    asked = _ASKED.findall(request.headers.get("Accept-Language", ""))
    most_first = sorted(asked, key=lambda each: float(each[1] or 1), reverse=True)
    return next((tag for tag, _weight in most_first if fitting(tag)), None)


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
