"""The bot's pages, asked over HTTP as a proxy would."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.app import assemble
from bot.config import Config
from bot.services.suite import Services, build
from bot.web import Web
from db.engine import Database
from tests.services.world import GUILD, STARTS, World, draft

PUBLIC = "https://tweetup.example.org"


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    database = Database(sqlite_url)
    yield World(database)
    await database.close()


@pytest.fixture
def services(world: World) -> Services:
    return build(world.database, world.clock, world.discord, public_url=PUBLIC)


@pytest.fixture
async def session(services: Services, port: int) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of the pages while they are served; they end as the bot ends them."""
    web = Web(services.calendars, services.check_in, "127.0.0.1", port)
    serving = asyncio.create_task(web.run())
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        while True:
            try:
                async with session.get("/"):
                    break
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.01)
        yield session
        serving.cancel()
        await asyncio.wait([serving])
        assert serving.cancelled()
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get("/")


async def test_a_calendar_is_found_at_its_address_alone(
    session: aiohttp.ClientSession, services: Services
) -> None:
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    path = (await services.calendars.address(GUILD, 1)).removeprefix(PUBLIC)
    async with session.get(path) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/calendar"
        assert answer.charset == "utf-8"
        assert "SUMMARY:HR Tweetup" in await answer.text()
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] == "Tweetup"
    await services.languages.heard(GUILD, 1, "de", "en-GB")
    async with session.get(path) as answer:
        assert "Ein Tweetup: Triff die Leute" in (await answer.text()).replace("\r\n ", "")
    await services.calendars.revoke(GUILD, 1)
    async with session.get(path) as answer:
        assert answer.status == 404


async def test_a_code_leads_to_where_it_is_to_be_typed(
    session: aiohttp.ClientSession, services: Services, world: World
) -> None:
    event = await services.events.create(draft(name="<b>HR</b> & friends"))
    world.clock.move_to(STARTS)
    await services.door.open(event)
    _, code = await services.check_in.code(GUILD, event.id)
    address = services.check_in.address(event, code)
    assert address == f"{PUBLIC}/checkin/{code.letters}"
    async with session.get(address.removeprefix(PUBLIC).lower()) as answer:
        page = await answer.text()
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f"/checkin {code.letters}" in page
    assert 'href="https://discord.com/channels/10/20"' in page
    assert "Check in at &lt;b&gt;HR&lt;/b&gt; &amp; friends" in page
    assert "<b>" not in page
    assert '<html lang="en-GB">' in page
    for asked, lang in (("fr, de-AT;q=0.8, en;q=0.7", "de-DE"), ("de;q=0.5, en-US", "en-GB")):
        headers = {"Accept-Language": asked}
        async with session.get(address.removeprefix(PUBLIC), headers=headers) as answer:
            page = await answer.text()
        assert f'<html lang="{lang}">' in page
        assert ("Gib in Discord ein" in page) is (lang == "de-DE")
    world.clock.move_to(STARTS + timedelta(minutes=20))
    async with session.get(address.removeprefix(PUBLIC)) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/calendar/",
        "/calendar/" + "0" * 32 + ".ics",
        "/calendar/%27%20OR%201=1--.ics",
        "/calendar/../../etc/passwd",
        "/checkin",
        "/checkin/BCDFGH",
        "/checkin/BCDFGHJ",
        "/favicon.ico",
        "/robots.txt",
    ],
)
async def test_there_is_nothing_else(session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(path) as answer:
        assert answer.status == 404
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"


async def test_nothing_can_be_sent(session: aiohttp.ClientSession) -> None:
    for path in ("/checkin/BCDFGH", "/calendar/" + "0" * 32 + ".ics"):
        async with session.post(path, data={"a": "b"}) as answer:
            assert answer.status == 405


async def test_no_log_holds_an_address(
    session: aiohttp.ClientSession,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(_token: str) -> bytes | None:
        raise RuntimeError("the disk is full")

    path = (await services.calendars.address(GUILD, 1)).removeprefix(PUBLIC)
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        async with session.get(path) as answer:
            assert answer.status == 200
        monkeypatch.setattr(services.calendars, "feed", broken)
        async with session.get(path) as answer:
            assert answer.status == 500
            assert "disk" not in await answer.text()
    assert "the disk is full" in caplog.text
    assert "calendar/" not in caplog.text + str(lines)


@pytest.mark.parametrize("public_url", ["", PUBLIC])
async def test_the_bot_serves_pages_only_where_it_has_an_address(
    world: World, public_url: str
) -> None:
    secrets = {"discord_token": "d", "x_bearer_token": "x"}
    config = Config.model_validate({"web": {"public_url": public_url}, "secrets": secrets})
    async with assemble(config, world.database, world.clock) as bot:
        workers = [getattr(each, "__qualname__", "") for each in bot.workers]
    assert workers.count(Web.run.__qualname__) == (1 if public_url else 0)
