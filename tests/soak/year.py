"""A year of fifty guilds that hold three hundred tweetups, with nothing going wrong.

    python -m tests.soak.year [--events 30]

The bot lives in a process of its own, so that its memory is its own, between both platforms on
loopback. Time passes from one thing that is due to the next.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from bot.config import Config
from bot.doctor import examine
from bot.domain.aftermath import KEPT
from bot.sandbox.x_api import World, XSandbox
from db.engine import Database
from tests.clock import ManualClock
from tests.crash.elsewhere import Elsewhere
from tests.crash.living import Where
from tests.discord_api import DiscordServer, Remote
from tests.soak.club import DOOR, TALKS, WHEN, Club
from tests.soak.sizes import Size, sizes, told
from tests.wire.pointing import pointed_at

# How many more tasks, files and threads a process may have than when it was warm.
_MORE = 12
# When all that the bot does has been done a few times over, retention included; memory counts
# from here.
WARM_AFTER = 0.4
# Posts go some days after their time, a few messages in a moment.
ERASED_WITHIN = timedelta(days=1)
_FIRST = timedelta(days=15)

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Plan:
    """`every`: until the next of so many clubs, all on one evening, hold theirs; `after`: the last
    of them; `step`: the longest in which time moves on."""

    clubs: int = 50
    events: int = 300
    at_once: int = 6
    every: timedelta = timedelta(days=7)
    keep: timedelta = KEPT
    after: timedelta = timedelta(days=4)
    step: timedelta = timedelta(hours=6)

    @property
    def evenings(self) -> int:
        return -(-self.events // self.at_once)

    @property
    def days(self) -> int:
        return (_FIRST + (self.evenings - 1) * self.every + self.after).days


@dataclass
class Outcome:
    days: int = 0
    events: int = 0
    posts: int = 0
    grown_mb: float = 0.0
    megabytes: list[float] = field(default_factory=list)
    """What the bot's process held, quarter by quarter."""
    database: list[Size] = field(default_factory=list)
    seconds: int = 0
    wrong: list[str] = field(default_factory=list)


class Year:
    """Use `lived`."""

    def __init__(self, remote: Remote, x: XSandbox, clock: ManualClock, plan: Plan) -> None:
        self._remote, self._x, self._clock, self._plan = remote, x, clock, plan
        self._due: list[tuple[datetime, int, Act]] = []
        self._numbers = count()
        self._began = clock.now()
        self.outcome = Outcome(events=plan.events, days=plan.days)
        self.process: Elsewhere
        self.database: Database

    async def build(self) -> None:
        await self._remote.do("set_time", now=self._clock.now().isoformat())
        clubs = [
            Club(number, self._remote, self._x.world, self.database, self.settle, Random(number))
            for number in range(self._plan.clubs)
        ]
        for club in clubs:
            await club.build()
        for number in range(self._plan.events):
            evening = number // self._plan.at_once
            self._expect(clubs[number % len(clubs)], evening, is_first=number < len(clubs))

    def _expect(self, club: Club, evening: int, *, is_first: bool) -> None:
        day = self._began + _FIRST + evening * self._plan.every
        starts_at = day.replace(hour=18, minute=30)
        acts: list[tuple[timedelta, Act]] = [
            (WHEN["made"], lambda: club.make(starts_at)),
            (WHEN["answered"], club.answer),
            (WHEN["cancelled"], club.cancel),
            *((before, club.talk) for before in TALKS),
            (-DOOR, club.open_door),
        ]
        if is_first:
            acts.append((WHEN["answered"], club.link))
        for before, act in acts:
            heapq.heappush(self._due, (starts_at - before, next(self._numbers), act))

    async def settle(self) -> None:
        while True:
            before = (await self._remote.do("connections"))["told"]
            await self.process.rest(self._clock.now(), before)
            if (await self._remote.do("connections"))["told"] == before:
                return

    async def live(self) -> None:
        end = self._began + timedelta(days=self._plan.days)
        quarter, warm = (end - self._began) / 4, self._began + (end - self._began) * WARM_AFTER
        warmed: dict[str, Any] = {}
        shown = self._began + quarter
        while self._clock.now() < end:
            seen = await self.process.look()
            if seen["ended"]:
                self.outcome.wrong.append(f"{seen['ended']} workers ended by {self._clock.now()}")
                return
            now = self._clock.now()
            if not warmed and now >= warm:
                warmed = seen
            if now >= shown:
                self.outcome.megabytes.append(round(seen["megabytes"], 1))
                shown += quarter
                await self._remote.do("clear_calls")
            await self._move_to(min(self._next(seen["due"]), end))
        seen = await self.process.look()
        self.outcome.megabytes.append(round(seen["megabytes"], 1))
        self.outcome.grown_mb = round(seen["megabytes"] - warmed["megabytes"], 1)
        for what in ("tasks", "files", "threads"):
            if seen[what] > warmed[what] + _MORE:
                self.outcome.wrong.append(f"{seen[what]} {what} after {warmed[what]}")

    def _next(self, due: str | None) -> datetime:
        """When something is to be done, by anybody; a little later is early enough."""
        now = self._clock.now()
        soonest = now + timedelta(minutes=1)
        moments = [now + self._plan.step]
        if due is not None:
            moments.append(max(datetime.fromisoformat(due), soonest))
        if self._due:
            moments.append(self._due[0][0])
        return min(moments)

    async def _move_to(self, moment: datetime) -> None:
        self._clock.move(seconds=(moment - self._clock.now()).total_seconds())
        await self._remote.do("set_time", now=self._clock.now().isoformat())
        await self.settle()
        while self._due and self._due[0][0] <= self._clock.now():
            _, _, act = heapq.heappop(self._due)
            await act()

    async def look_back(self) -> None:
        """What is left in the database, and what should not be."""
        wrong, outcome = self.outcome.wrong, self.outcome
        outcome.database = await sizes(self.database)
        outcome.posts = sum(1 for _ in self._x.world.newest_first(0, 2**63))
        for state, many in await self._rows(
            "SELECT state, count(*) FROM deliveries WHERE state NOT IN ('sent', 'removed')"
            " GROUP BY state"
        ):
            wrong.append(f"{many} deliveries {state}")
        before = self._clock.now() - self._plan.keep - ERASED_WITHIN
        ((kept,),) = await self._rows(
            "SELECT count(*) FROM feed JOIN events ON events.id = event_id WHERE ends_at <"
            f" '{before:%Y-%m-%d %H:%M:%S}'"
        )
        if kept:
            wrong.append(f"{kept} posts kept beyond their time")

    async def ask_the_doctor(self, config: Config) -> None:
        """`tweetup doctor`, as an operator who types it; what is no fault is left alone."""
        findings, _ = await examine(config, self._clock)
        faults = (each for each in findings if each.level == "fault")
        self.outcome.wrong += (f"the doctor found {each.key} {each.params}" for each in faults)

    async def _rows(self, query: str) -> list[Any]:
        async with self.database.read() as conn:
            return [tuple(row) for row in await conn.execute(sa.text(query))]


async def lived(plan: Plan, directory: Path) -> Outcome:
    """A year as planned, its files in an empty directory."""
    began = time.monotonic()
    complaints = directory / "complaints"
    url = f"sqlite+aiosqlite:///{directory / 'year.db'}"
    async with _begun(url, plan) as (year, where, now):
        with complaints.open("wb") as errors:
            year.process = Elsewhere(where, now, errors)
            await year.process.start()
            try:
                await year.settle()
                await year.live()
                with pointed_at(where.discord):
                    await year.ask_the_doctor(where.config())
                await year.process.stop()
                await year.look_back()
            finally:
                await year.process.end()
        # Whatever failed, and whatever was left open in the end.
        year.outcome.wrong += complaints.read_text().splitlines()
        year.outcome.seconds = round(time.monotonic() - began)
        return year.outcome


@asynccontextmanager
async def _begun(url: str, plan: Plan) -> AsyncIterator[tuple[Year, Where, datetime]]:
    clock = ManualClock()
    async with (
        DiscordServer() as server,
        Remote(server.url) as remote,
        XSandbox(World(clock.now), keep_alive_seconds=None) as x,
    ):
        year = Year(remote, x, clock, plan)
        year.database = Database(url)
        await year.database.migrate()
        try:
            await year.build()
            yield year, Where(server.url, url, x.url, x.token, plan.keep.days), clock.now()
        finally:
            await year.database.close()


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--events", type=int, default=Plan.events)
    with TemporaryDirectory() as scratch:
        plan = Plan(events=options.parse_args().events)
        outcome = asyncio.run(lived(plan, Path(scratch)))
    for line in outcome.wrong:
        sys.stdout.write(f"year: {line}\n")
    sys.stdout.write(f"the database after {outcome.days} days:\n{told(outcome.database)}\n")
    names = ("days", "events", "posts", "grown_mb", "megabytes", "seconds")
    said = {name: getattr(outcome, name) for name in names}
    sys.stdout.write(json.dumps(said | {"wrong": len(outcome.wrong)}) + "\n")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
