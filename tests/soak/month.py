"""A month of the bot's life while X, Discord and its own process misbehave at random.

Afterwards the channel is held against X's own world, which knows nothing of the bot.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from bot.domain.feed import SourceKind
from bot.ports import Announcer
from bot.sandbox.x_api import World, XSandbox
from cogs.client import TweetupBot
from tests.cogs.town import SimClock, Town
from tests.memory import megabytes
from tests.soak.bot_in_town import Greeting, StillEnv, listening, process
from tests.soak.life import Life, words_in
from tests.soak.mischief import Lifeline, Mischief, MortalDatabase, ShakyAnnouncer

_POST = re.compile(r"/status/(\d+)\Z")
# X sends a sign of life at least every twenty seconds.
_SIGN_OF_LIFE = 19.0
# Seconds of real time for one step of the simulation; a machine may be busy.
_PATIENCE = 120.0
# Within so long whatever is gone from X is gone from the channel.
REMOVED_WITHIN = timedelta(hours=24)
WARM_AFTER = timedelta(days=3)
# In the end nothing goes wrong for so long, and the bot catches up.
CALM = timedelta(hours=26)


@dataclass
class Outcome:
    """How the channel stands, and how it differs from the truth."""

    faults: int = 0
    posts: int = 0
    digests: int = 0
    restarts: int = 0
    grown_mb: float = 0.0
    unheard: int = 0
    """Micro-dollars charged for answers that were cut, or that no process lived to enter."""
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    disordered: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of a post and an answer that stands before it."""
    outdated: list[int] = field(default_factory=list)
    """Posts that were edited since."""
    standing: list[str] = field(default_factory=list)
    """Words of posts that are gone from X."""
    late: list[str] = field(default_factory=list)
    """The same, longer than a day on any day of the month."""

    @property
    def differences(self) -> dict[str, list[Any]]:
        found = {name: value for name, value in vars(self).items() if isinstance(value, list)}
        return {name: value for name, value in found.items() if value}

    @property
    def is_true(self) -> bool:
        return not self.differences


class Month:
    """Use `soaked` to make one."""

    def __init__(self, clock: SimClock, sandbox: XSandbox, url: str, seed: int) -> None:
        self._clock = clock
        self._sandbox = sandbox
        self._url = url
        self._dice = Random(seed)
        self._life = Life(sandbox.world, Random(seed + 1))
        self._mischief = Mischief(sandbox, Random(seed + 2))
        self._calm = False
        self._database: MortalDatabase
        self._line: Lifeline
        self._outcome = Outcome()
        self._megabytes = 0.0
        self._resume_at: datetime | None = None
        self._env = StillEnv(self._new_process(), settle_timeout=_PATIENCE)
        clock.env = self._env

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[None]:
        async with listening(self._env, self._sandbox):
            await self._env.start()
            try:
                self._town = Town(self._env, self._database, self._clock)
                yield
            finally:
                await self._env.shutdown()
                await self._database.close()

    def _new_process(self) -> TweetupBot:
        def shaky(inner: Announcer, line: Lifeline) -> ShakyAnnouncer:
            return ShakyAnnouncer(inner, line, self._dice, unsure=0.0 if self._calm else 0.02)

        bot, self._database, self._line = process(self._url, self._clock, self._sandbox, shaky)
        return bot

    async def pass_days(self, days: float) -> Outcome:
        """Let everything go wrong for so many days, then nothing; gives what came of it."""
        with self._env.still():
            await self._town.set_up(when="20 February 18:30")
        self._began = self._env.now()
        end = self._began + timedelta(days=days)
        while self._env.now() < end:
            await self._hour()
            if self._env.now().hour == 0:
                self._look_for_late()
                self._megabytes = self._megabytes or self._warm()
        self._calm = True
        self._sandbox.faults.clear()
        self._env.backend.faults.clear()
        await self._restart()
        await self._switch("poll")
        await self._advance(CALM)
        return await self._held_against_x()

    def _warm(self) -> float:
        """What is held once all has been used; growth counts from here."""
        return megabytes() if self._env.now() >= self._began + WARM_AFTER else 0.0

    async def _hour(self) -> None:
        end = self._env.now() + timedelta(hours=1)
        await self._go_wrong()
        busy = 0.15 if self._env.now().hour < 6 else 1.3
        while self._env.now() < end:
            wait = timedelta(hours=self._dice.expovariate(busy))
            await self._advance(min(wait, end - self._env.now()))
            if self._env.now() < end:
                await self._something_is_said()
        await self._look_after()

    async def _something_is_said(self) -> None:
        if self._chance(0.01):
            self._life.say_many(self._dice.randint(20, 60))
        elif self._sandbox.stream.connected.is_set() and self._chance(0.5):
            with self._sandbox.stream.out_of_order():
                self._life.talk(self._dice.randint(1, 4))
            self._mischief.note()
        else:
            self._life.act()
        await self._hear()

    async def _go_wrong(self) -> None:
        for act, part in (
            (self._mischief.at_x, 0.35),
            (partial(self._mischief.at_discord, self._env), 0.15),
            (self._die_soon, 0.08),
        ):
            if self._chance(part):
                act()
        # The stream is for the hours around something, and simulating it takes the longest.
        if self._town.services.reading.kind == "stream":
            if self._chance(0.4):
                await self._switch("poll")
        elif self._chance(0.03):
            await self._switch("stream")
        if self._chance(0.004):
            await self._be_off(timedelta(hours=self._dice.choice((2, 10, 50))))

    def _die_soon(self) -> None:
        self._line.break_in(self._dice.randint(1, 60))
        self._mischief.note()

    async def _look_after(self) -> None:
        """What whoever runs the bot does: begin it again, and tell it to go on."""
        if self._line.broken or self._chance(0.01):
            await self._restart()
        now = self._env.now()
        if not self._town.services.reading.stopped:
            self._resume_at = None
        elif self._resume_at is None:
            self._resume_at = now + timedelta(hours=self._dice.randint(0, 12))
        elif self._resume_at <= now:
            await self._town.services.reading.resume()

    async def _advance(self, time: timedelta) -> None:
        """Let time pass; while a stream is open, with its signs of life."""
        until = self._env.now() + time
        stream = self._sandbox.stream
        while (left := (until - self._env.now()).total_seconds()) > 0:
            await self._env.advance_time(min(left, _SIGN_OF_LIFE if self._listens() else 600.0))
            if not stream.connected.is_set():
                continue
            if not stream.silent:
                stream.keep_alive()
                await self._hear()
            if not self._calm and self._chance(0.005) and self._mischief.on_stream():
                await self._hear()
            if not self._calm and self._chance(0.002):
                stream.silent = True
                self._mischief.note()
        for record in (self._env.http_requests, self._env.backend.transcript):
            record.clear()
        self._sandbox.requests.clear()

    def _listens(self) -> bool:
        """Whether the bot may connect to the stream at any moment."""
        reading = self._town.services.reading
        return reading.kind == "stream" and not reading.stopped and not self._line.broken

    async def _hear(self) -> None:
        """Give what was said the real moment it takes over the loopback, and the bot its turn."""
        if self._sandbox.stream.connected.is_set():
            with self._env.still():
                await asyncio.sleep(0.003)
            await self._env.advance_time(0.001)

    async def _be_off(self, time: timedelta) -> None:
        self._line.break_in(0)
        self._line.broken = True
        self._mischief.note()
        until = self._env.now() + time
        while self._env.now() < until:
            await self._env.advance_time(1_800)
            for _ in range(self._dice.randint(0, 2)):
                self._life.act()
        await self._restart()

    async def _restart(self) -> None:
        self._outcome.restarts += 1
        self._line.broken = True
        with self._env.still():
            await self._town.bot.close()
            await self._database.close()
            await self._env.restart_bot(self._new_process())
        # The sandbox notices that the old stream is gone.
        self._sandbox.stream.close()
        await self._hear()

    async def _switch(self, kind: SourceKind) -> None:
        """As organisers do; the next time if the process is dying just now."""
        if not self._line.broken:
            self._line.hold()
            with self._env.still():
                await self._town.services.reading.switch(kind)
            await self._env.advance_time(1)

    def _look_for_late(self) -> None:
        gone = self._life.words_gone(self._env.now() - REMOVED_WITHIN)
        self._outcome.late += sorted(gone & self._words_shown())

    async def _held_against_x(self) -> Outcome:
        outcome = self._outcome
        outcome.faults = self._mischief.done
        truth = self._life.shown()
        outcome.posts = len(truth)
        outcome.digests = sum("Folded away" in m.content for m in self._town.channel.history())
        shown = self._shown()
        counted = Counter(shown)
        true_ids = {post.id for post in truth}
        outcome.lost = [post.id for post in truth if post.id not in counted]
        outcome.doubled = [each for each, times in counted.items() if times > 1]
        outcome.surplus = [each for each in counted if each not in true_ids]
        place = {each: number for number, each in enumerate(shown)}
        outcome.disordered = [
            (post.reply_to.versions[0], post.id)
            for post in truth
            if post.reply_to is not None
            and place.get(post.reply_to.versions[0], -1) > place.get(post.id, len(shown))
        ]
        words = self._words_shown()
        outcome.outdated = [
            post.id
            for post in truth
            if post.id in counted and self._life.word_of(post) not in words
        ]
        outcome.standing = sorted(self._life.words_gone(self._env.now()) & words)
        async with self._database.read() as conn:
            paid = await conn.exec_driver_sql(
                "SELECT coalesce(sum(micro_dollars), 0) FROM spending"
            )
            outcome.unheard = self._sandbox.charged - int(paid.scalar_one())
        outcome.grown_mb = megabytes() - self._megabytes if self._megabytes else 0.0
        return outcome

    def _shown(self) -> list[int]:
        """The first versions' ids of the posts in the channel, in its order."""
        links = [embed.url or "" for m in self._town.channel.history() for embed in m.embeds]
        ids = [int(found[1]) for link in links if (found := _POST.search(link))]
        # A post with several pictures has an embed for each, right after one another.
        return [self._life.first_of(each).id for each in ids]

    def _words_shown(self) -> set[str]:
        return {
            word
            for message in self._town.channel.history()
            for embed in message.embeds
            for word in words_in(embed.description or "")
        }

    def _chance(self, part: float) -> bool:
        return self._dice.random() < part


@asynccontextmanager
async def soaked(url: str, seed: int) -> AsyncIterator[Month]:
    """A month in a town of its own, on the migrated SQLite database at `url`."""
    clock = SimClock()
    async with XSandbox(World(clock.now), keep_alive_seconds=None) as sandbox:
        sandbox.stream.connected = Greeting(sandbox)
        month = Month(clock, sandbox, url, seed)
        async with month.begun():
            yield month
