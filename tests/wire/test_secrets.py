"""Secrets are planted wherever the bot has some, and looked for in everything it lets out."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import asyncpg
import pytest
import sqlalchemy as sa

from bot.domain import door as rules
from bot.redacting import REDACTED
from bot.sandbox.x_api import Fault, World, XSandbox
from tests.clock import ManualClock
from tests.discord_api import TOKEN, DiscordServer, Remote
from tests.forked import run_forked
from tests.sampled import sampled
from tests.wire.command import Running, begun, online
from tests.wire.stage import Stage, said

X_TOKEN = "AAAAplanted%2Fbearer%3Dtoken"
PASSWORD = "pl@nted/pa:ss"
PUBLIC = "https://tweetup.example.org"
# All that follows a deferred answer to a tap or a command.
FOLLOWING: dict[str, Any] = {"path": "/webhooks/*"}
VIA = {"Via": "1.1 google"}
LIMITED = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}


@pytest.fixture
async def empty_stage(postgres_url: str) -> AsyncIterator[Stage]:
    """With a database whose URL carries a password."""
    clock = ManualClock()
    url = sa.make_url(postgres_url).set(password=PASSWORD)
    async with (
        DiscordServer() as server,
        Remote(server.url) as remote,
        XSandbox(World(clock.now), token=X_TOKEN, keep_alive_seconds=None) as x,
    ):
        stage = Stage(remote, clock, x, url.render_as_string(hide_password=False))
        await stage.build()
        yield stage


def settings(form: str, port: int) -> str:
    web = f'web = {{public_url = "{PUBLIC}", listen = "127.0.0.1:{port}"}}\n'
    return f'log = {{level = "debug", format = "{form}"}}\n{web}'


async def fetched(url: str, query: str) -> list[str]:
    """The first column, from beside the bot."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    rows = await connection.fetch(query)
    await connection.close()
    return [str(row[0]) for row in rows]


async def garbled(port: int, path: str) -> None:
    """Ask for a page in a way that the server does not understand, and logs."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/9.9.9\r\n\r\n".encode())
    assert b" 400 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def an_evening(stage: Stage, port: int) -> list[str]:
    """Everybody uses what has secrets in it; gives these."""
    olive = await stage.organiser()
    await stage.create(olive, when="8 January 18:30")
    ada = await stage.join("ada")
    await stage.remote.tap(ada, await stage.card(), "Going")
    told = said(await stage.remote.command(ada, stage.channel_id, "link", handle="ada_hr"))
    told += said(await stage.remote.command(ada, stage.channel_id, "me calendar"))
    panel = await stage.remote.command(olive, stage.channel_id, "door open")
    stored = [
        *await fetched(stage.url, "SELECT token FROM calendar_feeds"),
        *await fetched(stage.url, "SELECT code FROM account_links"),
        *await fetched(stage.url, "SELECT secret FROM doors"),
    ]
    calendar, link, door = stored
    code = rules.code(door, stage.clock.now()).letters
    assert f"{PUBLIC}/calendar/{calendar}.ics" in told
    assert link in told
    await stage.remote.until("seen", lambda seen: code in str(seen), interaction_id=panel["id"])
    await garbled(port, f"/calendar/{calendar}.ics")
    await garbled(port, f"/checkin/{code}")
    return [*stored, code]


async def trouble(stage: Stage, running: Running) -> None:
    """Each edge fails in each of its ways, as far as they are told apart."""
    card, cy = await stage.card(), await stage.join("cy")
    limited = {"act": "answer", "status": 429, "body": LIMITED, "headers": VIA}
    await stage.remote.do("add_fault", **FOLLOWING, **limited)
    await stage.remote.tap(cy, card, "Going")
    await stage.remote.do("gateway", act="drop")
    await running.says("discord.client")
    for fault in (Fault.server_error(), Fault.rate_limited(headers=False), Fault.unauthorised()):
        stage.x.faults.add("search", fault)
    while "source stopped" not in running.output.read_text(encoding="utf-8"):
        await stage.move(minutes=5)
        await asyncio.sleep(0.01)
    # PostgreSQL tells the row that it does not take, the new address in it.
    await fetched(stage.url, "ALTER TABLE calendar_feeds ADD CHECK (token = '') NOT VALID")
    shown = await stage.remote.command(cy, stage.channel_id, "me calendar")
    assert "reference" in said(shown)


def leaked(secrets: list[str], text: str) -> list[str]:
    """Those that stand there, as they are or as they are written in addresses and in JSON."""
    ways = {way: each for each in secrets for way in (each, quote(each), json.dumps(each)[1:-1])}
    return [each for way, each in ways.items() if way in text]


@pytest.mark.parametrize("form", sampled(["console", "json"], every=2))
async def test_no_secret_gets_out(
    empty_stage: Stage, tmp_path: Path, port: int, form: Literal["console", "json"]
) -> None:
    stage = empty_stage
    async with online(stage, tmp_path, settings(form, port)) as running:
        await running.says("pages served")
        made = await an_evening(stage, port)
        tokens = re.findall(
            r"/(?:interactions|webhooks)/\d+/(\w+)", str(await stage.remote.calls())
        )
        kept = await fetched(stage.url, "SELECT audit::text FROM audit")
        without = sa.make_url(stage.url).set(password="", drivername="postgresql")
        address = without.render_as_string(hide_password=False)
        exported = await asyncio.to_thread(
            run_forked, *("export", "HR", "--jsonl", "--db", address), cwd=tmp_path
        )
        await trouble(stage, running)
        running.tell(signal.SIGTERM)
        assert await running.ended() == 0
    output = running.output.read_text(encoding="utf-8")
    secrets = [TOKEN, X_TOKEN, PASSWORD, *made, *tokens]
    public = json.dumps(await stage.remote.messages(stage.channel_id))
    for text in (output, public, exported.stdout + exported.stderr, *kept):
        assert leaked(secrets, text) == []
    assert len(tokens) > 4
    assert "interaction failed" in output
    assert f"DETAIL:  {REDACTED}" in output
    assert f"/calendar/{REDACTED}" in output
    assert f"/checkin/{REDACTED}" in output
    assert exported.returncode == 0, exported.stderr


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("TWEETUP_DISCORD_TOKEN", "planted-discord-token", "planted-discord-token"),
        ("TWEETUP_DATABASE_URL", "postgresql://me:planted@127.0.0.1:1/d", "planted"),
        ("TWEETUP_DATABASE_URL", "postgresql://me:one@planted@127.0.0.1:1/d", "planted"),
        ("TWEETUP_X_BEARER_TOKEN", "planted bearer token", "planted"),
    ],
)
async def test_what_is_refused_is_not_repeated(
    empty_stage: Stage, tmp_path: Path, name: str, value: str, secret: str
) -> None:
    async with begun(empty_stage, tmp_path, 'log.level = "debug"', **{name: value}) as running:
        assert await running.ended() == 2
    output = running.output.read_text(encoding="utf-8")
    assert len(output) > 20
    assert secret not in output
    assert "Traceback" not in output
