"""The demo's page in Chromium: three people answer, link, are introduced and meet."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.demo.theatre import Theatre, opened
from bot.sandbox.story import STORY
from bot.sandbox.story.model import Say
from bot.web import Web
from cogs.client import TweetupBot
from tests.end_to_end.browser import CHROMIUM, DESK, Camera, Channel, chromium, complaints

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

# So soon that no round is left: whoever is willing is introduced at once.
STARTS = STORY.begins + timedelta(hours=9, minutes=30)
NAMES = {key: person.name for key, person in STORY.people.items()}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("dark", "light")
CODE = re.compile(r"tw-\w{6}")
LETTERS = re.compile(r"/checkin ([A-Z]{6})")


async def test_three_people_come_to_meet(tmp_path: Path, camera: Camera) -> None:
    async with opened(tmp_path) as theatre, chromium() as browser:
        discord = theatre.discord_side
        await discord.set_up(STORY.title, STARTS, 2)
        page = await browser.new_page(viewport=DESK, device_scale_factor=camera.sharpness)
        wrong = complaints(page)
        channel = Channel(page)
        everybody = ("ellie", "grace", "imran", STORY.organiser)
        async with channel.of(theatre.page(discord.channel, everybody)) as preview:
            await _two_come_and_one_waits(channel, theatre, camera)
            _two_talk(theatre)
            await discord.advance_to(theatre.env.now() + timedelta(hours=1))
            await discord.show(preview)
            letters = await _the_organiser_opens_the_door(channel, camera)
            await _two_check_in(channel, letters)
        (thread,) = discord.threads()
        async with channel.of(theatre.page(thread, ("ellie", "grace"))):
            await _both_say_that_they_met(channel, camera)
        await _the_page_behind_the_code(theatre, page, letters, camera)
        await discord.advance_to(STARTS + timedelta(hours=4))
        async with channel.of(theatre.page(discord.channel, [STORY.organiser])):
            report = await _the_organiser_gets_a_page(channel, tmp_path)
        await _the_page_can_be_read(page, report, camera)
        assert wrong == []


async def _two_come_and_one_waits(channel: Channel, theatre: Theatre, camera: Camera) -> None:
    for key in ("ellie", "grace"):
        await channel.act_as(NAMES[key])
        await channel.tap("Going")
        await channel.reads("You have a place at")
        await camera.take("answer", channel.message("You have a place at"))
        await channel.tap("Introduce me to people I’ve talked to")
        await channel.reads("Introductions are on")
        handle = f"@{STORY.people[key].handle}"
        await channel.type("link", handle=handle)
        code = _found(CODE, await channel.reads(f"To show me that {handle} is yours"))
        await camera.take("link", channel.message("To show me"))
        theatre.x_side.write(key, f"See you at #{STORY.hashtag}: {code}", theatre.env.now())
    await channel.act_as(NAMES["imran"])
    await channel.tap("Going")
    await channel.reads("You are first on the waitlist")
    await camera.take("waitlist", channel.page)


def _two_talk(theatre: Theatre) -> None:
    now = theatre.env.now()
    asked = f"What did you stop doing this year? #{STORY.hashtag}"
    answered = f"The weekly report. Nobody has asked for it since. #{STORY.hashtag}"
    theatre.x_side.play(Say(now, "asked", "grace", asked))
    theatre.x_side.play(Say(now, "answered", "ellie", answered, reply_to="asked"))


async def _both_say_that_they_met(channel: Channel, camera: Camera) -> None:
    await channel.act_as(NAMES["ellie"])
    await channel.reads("You both said I may introduce you")
    await camera.take("introduction", channel.message("You both said"))
    await channel.tap("Say hello")
    await channel.tap("We’ve met")
    assert "You have met." not in await channel.reads("You both said")
    await channel.act_as(NAMES["grace"])
    await channel.reads(f"@{NAMES['ellie']} says hello.")
    await channel.tap("We’ve met")
    await expect(channel.message("You both said")).to_contain_text("You have met.")
    await camera.take("met", channel.page)


async def _the_organiser_opens_the_door(channel: Channel, camera: Camera) -> str:
    """Gives the letters that stand on the screen at the door."""
    await channel.act_as(NAMES[STORY.organiser])
    await channel.type("door open")
    letters = _found(LETTERS, await channel.reads("/checkin"))
    await camera.take("code", channel.message("/checkin"))
    return letters


async def _two_check_in(channel: Channel, letters: str) -> None:
    for key, said in (("ellie", "Have a good time"), ("imran", "You had no place yet")):
        await channel.act_as(NAMES[key])
        await channel.type("checkin", code=letters)
        await channel.reads(said)


async def _the_page_behind_the_code(
    theatre: Theatre, page: Page, letters: str, camera: Camera
) -> None:
    bot = theatre.env.bot
    assert isinstance(bot, TweetupBot)
    web = Web(bot.services.calendars, bot.services.check_in, "127.0.0.1", 0)
    async with TestServer(web.app()) as server:
        await page.goto(str(server.make_url(f"/checkin/{letters}")))
        await expect(page.get_by_role("heading")).to_have_text(f"Check in at {STORY.title}")
        await camera.take("check-in", page)
        await _anybody_can_use(page)


async def _the_organiser_gets_a_page(channel: Channel, folder: Path) -> Path:
    """The report, and the page that comes with it, downloaded."""
    await channel.type("tweetup report")
    await channel.reads("Who came")
    async with channel.page.expect_download() as download:
        await channel.tap("Download tweetup-2026-01-08.html")
    file = await download.value
    path = folder / file.suggested_filename
    await file.save_as(path)
    return path


async def _the_page_can_be_read(page: Page, report: Path, camera: Camera) -> None:
    await page.goto(report.as_uri())
    await expect(page.get_by_role("heading", level=1)).to_contain_text(STORY.title)
    await camera.take("report-page", page)
    await _anybody_can_use(page)


async def _anybody_can_use(page: Page) -> None:
    """The page has none of the barriers that axe knows: contrast, names, order, language."""
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def _found(pattern: re.Pattern[str], text: str) -> str:
    (found,) = pattern.findall(text)
    return str(found)
