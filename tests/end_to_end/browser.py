"""Chromium, and the demo's page in it: used by what can be seen there, as a person would."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)
from simcord import Preview

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Milliseconds, and many of them: what is waited for comes at once unless the machine is busy.
PATIENCE = 60_000
# Whatever a page asks for, nothing leaves the machine.
_STAY_HOME = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

DESK: ViewportSize = {"width": 1_280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
# As high as the longest message, which is cut off where the page ends.
_HIGH = 1_600
# The demo's page has no icon of its own, which every browser asks for. Its pictures SimCord lets go
# of once the page is to show others, while a slow browser may still be asking for those before.
_OFTEN_MISSED = ("favicon.ico", "/api/assets/")
_DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser without a window. Root has none of Chromium's sandbox, anybody else does: where
    they cannot, the test is skipped."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as driver:
        try:
            browser = await driver.chromium.launch(
                executable_path=CHROMIUM, chromium_sandbox=os.geteuid() != 0, args=[_STAY_HOME]
            )
        except Error as error:
            if "sandboxing failed" not in error.message:
                raise
            pytest.skip("Chromium cannot begin its sandbox here, and is not started without")
        yield browser
        await browser.close()


def complaints(page: Page) -> list[str]:
    """What goes wrong on the page from now on, by its console and its scripts."""
    found: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        url = said.location["url"]
        if said.type in {"error", "warning"} and not any(each in url for each in _OFTEN_MISSED):
            found.append(f"{said.text} {url}")

    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", listen)
    return found


class Channel:
    """A channel on the demo's page, as one of its viewers at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._timeline = page.locator("#channel-timeline")

    @asynccontextmanager
    async def of(self, preview: Preview) -> AsyncIterator[Preview]:
        """Show a channel, and leave it before it ends."""
        async with preview:
            await self.page.goto(preview.url)
            await self._at_rest()
            yield preview
            await self.page.goto("about:blank")

    async def act_as(self, name: str) -> None:
        await self.page.get_by_label("Viewing as").select_option(label=name)
        await self._at_rest()

    def message(self, text: str) -> Locator:
        """The newest message in which this stands."""
        return self._timeline.locator(".channel-message").filter(has_text=text).last

    async def reads(self, text: str) -> str:
        """The whole of the newest message in which this stands, once it is there."""
        found = self.message(text)
        await expect(found).to_be_visible()
        return await found.inner_text()

    async def tap(self, label: str) -> None:
        """Tap the newest button called so."""
        await self._timeline.get_by_role("button", name=label, exact=True).last.click()
        await self._at_rest()

    async def type(self, command: str, **options: str) -> None:
        """Type a slash command, pick it from what is suggested, fill in its options, send it."""
        await self.page.locator("#channel-composer-input").fill(f"/{command}")
        # What is suggested while the commands of a new viewer are on their way goes again.
        await self._at_rest()
        name = self.page.get_by_text(f"/{command}", exact=True)
        await self.page.locator(".command-entry").filter(has=name).click()
        for option, value in options.items():
            await self.page.locator(f".command-option-input[data-option={option}]").fill(value)
        await self.page.locator("#send-message").click()
        await self._at_rest()

    async def _at_rest(self) -> None:
        """Wait until the page shows what came of the last thing that was done on it."""
        await self.page.wait_for_function("() => window.simcordPreview?.ready", timeout=PATIENCE)


class Camera:
    """Takes pictures as they look at a desk and on a phone; without a folder, none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        # Device pixels for one of the page's.
        self.sharpness = 1 if folder is None else 2

    async def take(self, name: str, shown: Page | Locator) -> None:
        """A picture of a whole page, or of a message on it."""
        if self._folder is None:
            return
        page = shown if isinstance(shown, Page) else shown.page
        for device, size in (("phone", PHONE), ("desk", DESK)):
            height = size["height"] if shown is page else _HIGH
            await page.set_viewport_size({"width": size["width"], "height": height})
            await page.evaluate(_DRAWN)
            await expect(page.get_by_text("Updating viewport…")).to_have_count(0)
            await page.evaluate(_DRAWN)
            await shown.screenshot(
                path=self._folder / f"{name}-{device}.png", animations="disabled"
            )
