"""The whole command, as systemd and a monitoring system see it from its start to its end."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.clock import PATIENCE
from tests.discord_api import TOKEN
from tests.wire.command import Running, begun
from tests.wire.stage import Stage

LOGIN: dict[str, Any] = {"method": "GET", "path": "/users/@me"}
ANSWER: dict[str, Any] = {"method": "POST", "path": "/interactions/*/callback"}
# In microseconds, as systemd gives it.
WATCHDOG = {"WATCHDOG_USEC": "20000000"}


class Systemd:
    """The end of the socket at which systemd listens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(str(path))

    async def hears(self, words: str) -> None:
        """These next, but for the signs of life that come again and again."""
        async with asyncio.timeout(PATIENCE):
            while (heard := await self._next()) != words:
                assert heard == "WATCHDOG=1"

    async def _next(self) -> str:
        return (await asyncio.get_running_loop().sock_recv(self._socket, 4_096)).decode()

    def close(self) -> None:
        self._socket.close()


async def asked(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def ready(port: int, running: Running) -> None:
    async with asyncio.timeout(PATIENCE):
        # Another process becomes it: nobody tells.
        while (await asked(port, "/readyz"))[0] != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def counted(port: int, *parts: str) -> str:
    """The numbers, once all of that stands in them."""
    async with asyncio.timeout(PATIENCE):
        while True:
            status, numbers = await asked(port, "/metrics")
            assert status == 200
            if all(part in numbers for part in parts):
                return numbers


async def test_it_tells_when_it_is_at_work_how_it_is_and_that_it_stops(
    empty_stage: Stage, tmp_path: Path, port: int
) -> None:
    stage, systemd = empty_stage, Systemd(tmp_path / "notify")
    await stage.remote.do("add_fault", **LOGIN, act="hold")
    settings = f"monitoring.listen = '127.0.0.1:{port}'\n"
    told = {"NOTIFY_SOCKET": str(systemd.path), **WATCHDOG}
    async with begun(stage, tmp_path, settings, **told) as running:
        await stage.remote.held()
        assert await asked(port, "/healthz") == (200, "ok\n")
        assert await asked(port, "/readyz") == (503, "discord\n")
        await stage.remote.do("release", goes_on=True)

        await systemd.hears("READY=1")
        await systemd.hears("WATCHDOG=1")
        await ready(port, running)
        card = await stage.set_up()
        numbers = await counted(
            port,
            'tweetup_deliveries_total{kind="card",outcome="sent"} 1.0\n',
            'tweetup_x_requests_total{status="200"}',
            'tweetup_worker_silent{worker="Deliver.run"} 0.0\n',
            "tweetup_ready 1.0\n",
            "tweetup_reading_stopped 0.0\n",
            'tweetup_leases{kind="cluster"} 1.0\n',
            'tweetup_leases{kind="hashtag"} 1.0\n',
            'tweetup_leases{kind="work"} 1.0\n',
        )
        assert 'tweetup_discord_requests_total{status="200"}' in numbers
        for name in (TOKEN, stage.x.token, "HR London", "HR Tweetup", "hrtweetup"):
            assert name.casefold() not in numbers.casefold()
        assert str(stage.guild_id) not in numbers
        assert str(stage.channel_id) not in numbers

        ada = await stage.join("ada")
        await stage.remote.do("add_fault", **ANSWER, act="hold")
        tapped = asyncio.create_task(stage.remote.tap(ada, card, "Going"))
        await stage.remote.held()
        running.tell(signal.SIGTERM)
        await systemd.hears("STOPPING=1")
        assert await asked(port, "/readyz") == (503, "stopping\n")
        assert await asked(port, "/healthz") == (200, "ok\n")
        await stage.remote.do("release", goes_on=True)
        await tapped
        assert await running.ended() == 0
    with pytest.raises(aiohttp.ClientConnectorError):
        await asked(port, "/healthz")
    systemd.close()


async def test_a_port_that_is_taken_ends_it_with_one_sentence(
    empty_stage: Stage, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = f"monitoring.listen = '127.0.0.1:{port}'\n"
        async with begun(empty_stage, tmp_path, settings) as running:
            assert await running.ended() == 2
        said = running.output.read_text(encoding="utf-8")
    assert f"Nobody could watch me at 127.0.0.1, port {port}: " in said
    assert "Traceback" not in said
