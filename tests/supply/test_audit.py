"""The real pip-audit against an index of advisories on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.supply.audit import report

HASH = "--hash=sha256:" + "0" * 64


def advisory(number: int, *fixed: str) -> dict[str, Any]:
    events = [{"introduced": "0"}, *({"fixed": version} for version in fixed)]
    affected = {
        "package": {"name": "holed", "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }
    return {"id": f"TEST-{number}", "summary": "A hole.", "affected": [affected]}


@pytest.fixture
def pins(tmp_path: Path) -> Path:
    path = tmp_path / "constraints.txt"
    path.write_text(f"holed==1.0 {HASH}\nwhole==2.0 {HASH}\n", encoding="utf-8")
    return path


class Index:
    def __init__(self) -> None:
        self.url = ""
        self.known: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.status = 200

    async def answer(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.text())
        self.asked.append(f"{asked['package']['name']} {asked['version']}")
        known = {"vulns": self.known} if asked["package"]["name"] == "holed" else {}
        return web.json_response(known, status=self.status)


@pytest.fixture
async def index() -> AsyncIterator[Index]:
    index = Index()
    app = web.Application()
    app.router.add_post("/query", index.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    index.url = f"http://127.0.0.1:{runner.addresses[0][1]}/query"
    yield index
    await runner.cleanup()


async def exit_code(pins: Path, url: str) -> int:
    return await asyncio.to_thread(report, pins, "--osv-url", url)


async def test_a_hole_that_is_mended_elsewhere_fails(
    index: Index, pins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index.known = [advisory(1, "1.1"), advisory(2)]

    assert await exit_code(pins, index.url) == 1

    assert sorted(index.asked) == ["holed 1.0", "whole 2.0"]
    assert capsys.readouterr().out.splitlines() == [
        "holed 1.0: TEST-1, mended in 1.1",
        "holed 1.0: TEST-2, not mended yet",
    ]


async def test_what_nobody_has_mended_is_told_and_fails_nothing(
    index: Index, pins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index.known = [advisory(2)]

    assert await exit_code(pins, index.url) == 0
    assert capsys.readouterr().out == "holed 1.0: TEST-2, not mended yet\n"


# Every day `make check` itself asks, of an index or where there is none.
@pytest.mark.long
async def test_nothing_known_is_nothing_said(
    index: Index, pins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await exit_code(pins, index.url) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.long
async def test_an_index_that_fails_is_told_in_a_line(
    index: Index, pins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index.status = 503

    assert await exit_code(pins, index.url) == 0

    out = capsys.readouterr().out
    assert out.startswith("Skipped, as no index of advisories could be asked: ")
    assert out.count("\n") == 1


@pytest.mark.long
async def test_an_index_that_is_not_there_is_told_in_a_line(
    pins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await exit_code(pins, "http://127.0.0.1:1/query") == 0

    out = capsys.readouterr().out
    assert "Connection refused" in out
    assert out.count("\n") == 1


def test_an_index_that_is_silent_is_not_waited_for(
    pins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(pins, patience=0.01) == 0
    assert "no answer within 0.01 seconds" in capsys.readouterr().out
