"""Thousands of posts at once, through the real services, to a Discord that keeps to its limits."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.domain.announcements import FeedMessage
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.domain.feed import CHARACTERS_IN_A_MESSAGE, POSTS_IN_A_MESSAGE
from bot.domain.posts import Author, Batch, Post
from bot.ports import Outgoing, Place
from bot.services.suite import Services, build
from cogs.render.outgoing import message
from db.engine import Database
from tests.memory import megabytes
from tests.services.world import CHANNEL, NOW, draft, show_everything

# Discord's bucket for messages to one channel, as its headers tell it: five in five seconds.
MESSAGES, SECONDS = 5, 5.0
# How long Discord takes to answer.
LATENCY = 0.1
# X's pages are handed over in parts of this many posts.
BATCH = 500
_WORDS = ("tea", "talk", "room", "people", "together", "interview", "question", "job", "morning")


class SkippingClock:
    """The machine's own clock, but whoever sleeps has slept at once: so it counts both the work
    that is really done and the waiting that is not."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._skipped = 0.0

    @property
    def passed(self) -> float:
        return time.perf_counter() - self._began + self._skipped

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    async def sleep(self, seconds: float) -> None:
        self._skipped += max(seconds, 0.0)
        await asyncio.sleep(0)


class LimitedDiscord:
    """Takes rendered messages as fast as Discord does, and refuses what breaks its limits.

    As with discord.py, whoever asks for more waits until the bucket is filled again.
    """

    def __init__(self, clock: SkippingClock) -> None:
        self._clock = clock
        self._sent_at: deque[float] = deque(maxlen=MESSAGES)
        self.messages = 0
        self.shown: list[int] = []

    async def send(self, outgoing: Outgoing) -> MessageRef:
        if isinstance(outgoing.announcement, FeedMessage):
            embeds = message(outgoing).embeds
            assert len(embeds) <= POSTS_IN_A_MESSAGE
            assert sum(map(len, embeds)) <= CHARACTERS_IN_A_MESSAGE
            await self._take_turn()
            self.messages += 1
            self.shown += [int((embed.url or "").rpartition("/")[2]) for embed in embeds]
        return MessageRef(CHANNEL, 1_000 + self.messages)

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        raise AssertionError("nothing was interrupted")

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        raise AssertionError("nothing has changed")

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        raise AssertionError("nothing is gone")

    async def _take_turn(self) -> None:
        if len(self._sent_at) == MESSAGES:
            await self._clock.sleep(self._sent_at[0] + SECONDS - self._clock.passed)
        self._sent_at.append(self._clock.passed)
        await self._clock.sleep(LATENCY)


@dataclass(frozen=True)
class Drained:
    """How a burst went, in seconds of the clock and of the machine, and in megabytes."""

    posts: int
    messages: int
    seconds: float
    work: float
    grown_mb: float
    shown: list[int]

    @property
    def part_of_limit(self) -> float:
        """How near it came to the least time that Discord's limits allow."""
        fewest = -(-self.posts // POSTS_IN_A_MESSAGE)
        least = (fewest - 1) // MESSAGES * SECONDS
        return least / self.seconds


async def drain(database: Database, count: int) -> Drained:
    """Let `count` posts wait in one channel's feed, and deliver them all."""
    clock = SkippingClock()
    discord = LimitedDiscord(clock)
    services = build(database, clock, discord)
    await show_everything(services, await services.events.create(draft()))
    await services.deliver.drain()
    given = list(_posts(count))
    await _store(services, given)
    before, began, worked = megabytes(), clock.passed, time.process_time()
    await services.deliver.drain()
    assert discord.shown == [post.id for post in given]
    return Drained(
        count,
        discord.messages,
        clock.passed - began,
        time.process_time() - worked,
        megabytes() - before,
        discord.shown,
    )


async def _store(services: Services, given: list[Post]) -> None:
    for at in range(0, len(given), BATCH):
        part = given[at : at + BATCH]
        authors = {
            p.author_id: Author(p.author_id, f"person{p.author_id}", "A Person") for p in part
        }
        await services.ingest.take(
            Batch("search:hrtweetup", tuple(part), authors=tuple(authors.values()))
        )


def _posts(count: int) -> list[Post]:
    """Posts of every length X allows, a quarter of which answer another."""
    dice = Random(1)
    made: list[Post] = []
    for number in range(count):
        text = " ".join(dice.choices(_WORDS, k=dice.randint(2, 45)))[:265] + " #HRTweetup"
        parent = dice.choice(made[-50:]) if made and dice.random() < 0.25 else None
        made.append(
            Post(
                2_000_000_000_000_000_000 + number,
                dice.randint(1, 300),
                text,
                NOW + timedelta(milliseconds=number),
                hashtags=("HRTweetup",),
                reply_to_id=parent.id if parent else None,
                reply_to_author_id=parent.author_id if parent else None,
            )
        )
    return made
