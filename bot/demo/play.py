"""Plays the story on its stage, and tells how it went: a fortnight in about ninety seconds."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from simcord import Preview, SetupError

from bot import logs
from bot.demo.summary import stages
from bot.demo.theatre import opened
from bot.errors import UserError
from bot.sandbox.discord_stage import DiscordStage
from bot.sandbox.story import STORY
from bot.sandbox.story.model import Consent, DirectReminders, Happening, Link, Prove, Take, Tap
from bot.sandbox.x_stage import XStage

SECONDS = 90
# Between two looks of the page: each costs it about as long as a happening.
PAGE_SECONDS = 1.0
# Whoever looks at the page is one of them at a time.
VIEWERS = ("ellie", "callum", "leila", STORY.organiser)
# The month after, for whoever looks at the page to answer themselves.
NEXT_NAME = "HR Tweetup London: the February one"
NEXT_IN = timedelta(weeks=4)
NEXT_CAPACITY = 3


def main(*, headless: bool, port: int | None) -> int:
    """Play the story; gives 0 if every stage of it happened, else 1.

    Raises UserError where the page cannot be served.
    """
    logs.setup("warning", "console", [])
    with TemporaryDirectory() as scratch:
        return asyncio.run(_demo(Path(scratch), headless=headless, port=port))


async def _demo(scratch: Path, *, headless: bool, port: int | None) -> int:
    console = Console(highlight=False)
    async with AsyncExitStack() as stack:
        theatre = await stack.enter_async_context(opened(scratch))
        discord_side, x_side = theatre.discord_side, theatre.x_side
        preview = None
        if not headless:
            page = theatre.page(discord_side.channel, VIEWERS, port)
            try:
                preview = await stack.enter_async_context(page)
            except SetupError as error:
                raise UserError("demo.page", reason=str(error)) from error
            console.print(f"Watch it here: [link={preview.url}]{preview.url}[/link]")
        await _play(console, discord_side, x_side, preview)
        found = await stages(STORY, x_side, discord_side, theatre.database)
        for stage in found:
            console.print(str(stage))
        console.print(f"  X would have charged ${theatre.sandbox.charged / 1_000_000:.2f} for it.")
        if preview is not None:
            await _leave_open(console, discord_side, preview)
    return 0 if all(stage.happened for stage in found) else 1


async def _play(
    console: Console, discord_side: DiscordStage, x_side: XStage, preview: Preview | None
) -> None:
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


async def _leave_open(console: Console, discord_side: DiscordStage, preview: Preview) -> None:
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
