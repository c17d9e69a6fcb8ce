"""How long people wait: for a post in the channel, and for a word after a tap.

The real services at work on a real database, before a Discord that takes every message at once:
what is measured is the bot's own part.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from math import ceil

from bot.domain.announcements import FeedMessage
from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from bot.ports import Outgoing
from bot.services.suite import Services, build
from bot.x.payload import parse_page
from cogs.render.outgoing import message
from db.engine import Database
from tests.bench.ingest import take
from tests.services.world import GUILD, NOW, FakeDiscord, draft, show_everything

# How long the bot is left alone between two posts, in seconds.
PAUSE = 0.005
PLACES = 200


class RunningClock:
    """The machine's own clock, set to the time of the invented talk."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.perf_counter() - self._began)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class PromptDiscord(FakeDiscord):
    """Renders what it is to show, and notes when it had it."""

    def __init__(self) -> None:
        super().__init__()
        self.had: dict[int, float] = {}
        self.more = asyncio.Event()

    async def send(self, outgoing: Outgoing) -> MessageRef:
        where = await super().send(outgoing)
        if isinstance(outgoing.announcement, FeedMessage):
            embeds = message(outgoing).embeds
            at = time.perf_counter()
            self.had |= {int((each.url or "").rpartition("/")[2]): at for each in embeds}
            self.more.set()
        return where


@asynccontextmanager
async def at_work(database: Database) -> AsyncIterator[tuple[Services, Event, PromptDiscord]]:
    """The services with an event whose card stands, delivering whatever comes."""
    discord = PromptDiscord()
    services = build(database, RunningClock(), discord)
    event = await services.events.create(draft(capacity=PLACES))
    await show_everything(services, event)
    await services.deliver.drain()
    delivering = asyncio.create_task(services.deliver.run())
    try:
        yield services, event, discord
    finally:
        delivering.cancel()
        await asyncio.wait({delivering})


async def post_to_message(database: Database, polls: Sequence[str]) -> list[float]:
    """Milliseconds from X's answer to Discord's, for each post, one poll after the other."""
    took: list[float] = []
    async with at_work(database) as (services, _, discord):
        for poll in polls:
            wanted = {post.id for post in parse_page(json.loads(poll)).posts if not post.is_repost}
            began = time.perf_counter()
            await take(services, [poll])
            while not wanted <= discord.had.keys():
                discord.more.clear()
                await discord.more.wait()
            took += [(discord.had[post_id] - began) * 1_000 for post_id in wanted]
            await asyncio.sleep(PAUSE)
    return took


async def rsvp_storm(database: Database, people: int) -> list[float]:
    """Milliseconds from each of so many taps, all at once, to its answer."""

    async def tap(member: int) -> float:
        began = time.perf_counter()
        await services.rsvp.answer(GUILD, event.id, member, "going")
        return (time.perf_counter() - began) * 1_000

    async with at_work(database) as (services, event, _):
        return await asyncio.gather(*(tap(member) for member in range(1, people + 1)))


def percentile(values: Sequence[float], percent: float) -> float:
    """By the nearest rank."""
    return sorted(values)[ceil(percent / 100 * len(values)) - 1]
