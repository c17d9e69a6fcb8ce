"""Sets the stage, plays the story on it, and tells how it went.

A fortnight passes in about ninety seconds. The bot is the one that runs for real, with its real
X client over HTTP; only the clock, the people and the two platforms are played.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot import logs
from bot.app import assemble
from bot.config import Config
from bot.demo.summary import stages
from bot.sandbox.discord_stage import DiscordStage, QuickEnv
from bot.sandbox.story import STORY
from bot.sandbox.story.model import Consent, DirectReminders, Happening, Link, Prove, Take, Tap
from bot.sandbox.story.pictures import pictures
from bot.sandbox.x_api import World, XSandbox
from bot.sandbox.x_stage import XStage
from db.engine import Database

SECONDS = 90
# Between two looks of the page: each costs it about as long as a happening.
PAGE_SECONDS = 1.0
# A fortnight in ninety seconds: a quarter of an hour is over before anybody has blinked.
POLLING = {"poll_fastest_seconds": 900, "poll_slowest_seconds": 7_200}
DISCORD_TOKEN = "simulated"  # noqa: S105 - there is no account behind it
# The month after, for whoever looks at the page to answer themselves.
NEXT_NAME = "HR Tweetup London: the February one"
NEXT_IN = timedelta(weeks=4)
NEXT_CAPACITY = 3


@dataclass
class StageClock:
    """The simulated Discord's clock, which the whole bot lives by."""

    env: QuickEnv | None = None

    def now(self) -> datetime:
        if self.env is None:
            raise RuntimeError("the play has not begun")
        return self.env.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def main(*, headless: bool, port: int | None) -> int:
    """Play the story; gives 0 if every stage of it happened, else 1."""
    logs.setup("warning", "console", [])
    with TemporaryDirectory() as scratch:
        return asyncio.run(_demo(Path(scratch), headless=headless, port=port))


async def _demo(scratch: Path, *, headless: bool, port: int | None) -> int:
    console = Console(highlight=False)
    clock = StageClock()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(XSandbox(World(clock.now)))
        database = Database(f"sqlite+aiosqlite:///{scratch}/demo.db")
        stack.push_async_callback(database.close)
        await database.migrate()
        bot = assemble(_config(sandbox), database, clock)
        clock.env = QuickEnv(bot, lambda: database.under_way)
        clock.env.begin_at(STORY.begins)
        await clock.env.start()
        stack.push_async_callback(clock.env.shutdown)
        discord_side = DiscordStage(clock.env, STORY)
        x_side = XStage(sandbox.world, STORY)
        preview = None
        if not headless:
            preview = await stack.enter_async_context(_page(clock.env, discord_side, port))
            console.print(f"Watch it here: [link={preview.url}]{preview.url}[/link]")
        await _play(console, discord_side, x_side, preview)
        found = await stages(STORY, x_side, discord_side, database)
        for stage in found:
            console.print(str(stage))
        console.print(f"  X would have charged ${sandbox.charged / 1_000_000:.2f} for it.")
        if preview is not None:
            await _leave_open(console, discord_side, preview)
    return 0 if all(stage.happened for stage in found) else 1


def _config(sandbox: XSandbox) -> Config:
    return Config.model_validate(
        {
            "x": {"api_url": sandbox.url, **POLLING},
            "secrets": {"discord_token": DISCORD_TOKEN, "x_bearer_token": sandbox.token},
        }
    )


def _page(env: QuickEnv, stage: DiscordStage, port: int | None) -> Any:
    first, *others = (stage.members[key] for key in ("ellie", "callum", "leila", STORY.organiser))
    return env.preview(
        stage.channel,
        viewers=[first, *others],
        layout="channel",
        timezone=STORY.zone,
        locale="en-GB",
        assets=pictures(),
        port=port,
    )


async def _play(console: Console, discord_side: DiscordStage, x_side: XStage, preview: Any) -> None:
    await discord_side.set_up(STORY.title, STORY.starts, STORY.capacity)
    clock = asyncio.get_running_loop().time
    began = shown = clock()
    pace = SECONDS / len(STORY.events)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"))
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(STORY.title, total=len(STORY.events))
        for number, happening in enumerate(STORY.events, start=1):
            await discord_side.advance_to(happening.at)
            await _act(happening, discord_side, x_side)
            progress.update(task, advance=1, description=f"{happening.at:%a %d %b %H:%M}")
            if preview is not None:
                if clock() >= shown + PAGE_SECONDS:
                    await discord_side.show(preview)
                    shown = clock()
                await asyncio.sleep(max(began + number * pace - clock(), 0))
        # The last posts are read and mirrored too.
        await discord_side.advance_to(STORY.events[-1].at + timedelta(hours=1))


async def _act(happening: Happening, discord_side: DiscordStage, x_side: XStage) -> None:
    match happening:
        case Prove():
            x_side.prove(happening, discord_side.code_for(happening))
        case Tap() | Take() | Link() | Consent() | DirectReminders():
            await discord_side.play(happening)
        case _:
            x_side.play(happening)


async def _leave_open(console: Console, discord_side: DiscordStage, preview: Any) -> None:
    """Set up the next tweetup, so that whoever looks can answer, and wait for them to leave."""
    await discord_side.set_up(NEXT_NAME, STORY.starts + NEXT_IN, NEXT_CAPACITY)
    await discord_side.show(preview)
    console.print(
        f"The page stays open: {preview.url}\n"
        "Answer the newest card, as one member and then another: what the bot says to them alone\n"
        "stands below the card. Ctrl-C ends the demo."
    )
    try:
        await preview.wait_closed()
    except asyncio.CancelledError:
        console.print("Goodbye.")
