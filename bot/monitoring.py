"""How the bot is, for whatever watches services: three addresses, where an operator wants them.

    /healthz    200 while it is alive: it answers, and no worker hangs
    /readyz     200 while it is at work: online, its database at hand, and not about to stop
    /metrics    numbers for Prometheus

Nothing there names a person, a guild or a hashtag, and nothing can be changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

import structlog
from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot import metrics
from bot.errors import UserError
from bot.heartbeats import Heartbeats
from bot.services.vitals import Vitals, VitalSigns

log = structlog.get_logger(__name__)

# Seconds that answers under way have when the bot stops.
_LAST_ANSWERS = 1.0


class Monitoring:
    """`unready` gives why the bot is not at work, in words; nothing while it is."""

    def __init__(
        self, vital_signs: VitalSigns, heartbeats: Heartbeats, unready: Callable[[], list[str]]
    ) -> None:
        self._vital_signs = vital_signs
        self._heartbeats = heartbeats
        self._unready = unready

    @asynccontextmanager
    async def served(self, host: str, port: int) -> AsyncIterator[None]:
        """Answer for as long as this lasts. Raises UserError where the port cannot be had."""
        app = web.Application(client_max_size=1_024)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_ANSWERS)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                reason = error.strerror or str(error)
                raise UserError("monitoring.port", host=host, port=port, reason=reason) from error
            log.info("monitoring served", host=host, port=port)
            yield
        finally:
            await runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return _verdict([f"worker {name}" for name in self._heartbeats.silent])

    async def _readyz(self, _request: web.Request) -> web.Response:
        return _verdict(self._wanting(await self._vital_signs.take()))

    async def _metrics(self, _request: web.Request) -> web.Response:
        vitals = await self._vital_signs.take()
        metrics.INFO.labels(version("tweetup")).set(1)
        metrics.READY.set(not self._wanting(vitals))
        for heart in self._heartbeats:
            metrics.WORKER_BEAT.labels(heart.name).set(heart.age)
            metrics.WORKER_SILENT.labels(heart.name).set(heart.silent)
            metrics.WORKER_FAILURES.labels(heart.name)
        if vitals is not None:
            _show(vitals)
        body = generate_latest(metrics.REGISTRY)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    def _wanting(self, vitals: Vitals | None) -> list[str]:
        return [*self._unready(), *([] if vitals is not None else ["database"])]


def _show(vitals: Vitals) -> None:
    metrics.WAITING.clear()
    for kind, how_many in vitals.waiting.items():
        metrics.WAITING.labels(kind).set(how_many)
    metrics.OLDEST_WAITING.set(vitals.oldest_seconds)
    metrics.SPENT.set(vitals.spent / 1_000_000)
    metrics.SPENDING_CAP.set(vitals.cap / 1_000_000)
    metrics.READING_STOPPED.set(vitals.reading_stopped)
    metrics.LEASES.clear()
    for what, how_many in vitals.leases.items():
        metrics.LEASES.labels(what).set(how_many)


def _verdict(wanting: list[str]) -> web.Response:
    """Fine, or 503 with what is wanting, a line each."""
    return web.Response(
        status=503 if wanting else 200,
        text="\n".join(wanting or ["ok"]) + "\n",
        headers={"Cache-Control": "no-store"},
    )
