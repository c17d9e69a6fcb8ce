"""`make bench`: what the bot costs, beside what it could cost at the least.

Prints a table and, as its last line on stdout, one JSON object. Seconds are of processor time
where two things are compared, so that what else the machine does counts for little.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, log
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bot import logs
from bot.app import keep_what_is_loaded
from bot.domain.planning import plan_round
from bot.services.matching import best_matching
from bot.services.suite import build
from db.engine import Database
from tests.bench.habit import flatten_and_insert, tools
from tests.bench.ingest import Limit, batches, take
from tests.bench.moments import percentile, post_to_message, rsvp_storm
from tests.bench.pages import pages
from tests.bench.standing import ready_and_resident
from tests.domain.crowd import large_tweetup
from tests.services.world import FakeDiscord, HandClock, draft
from tests.soak.burst import drain

# How many posts: compared, one after another, at once, delivered, stored while the bot stands.
COMPARED, SINGLE, BURST, DELIVERED, STORED = 10_000, 300, 500, 1_000, 200_000
# How many posts in a sweep, and after how many that are stored already.
# There are few enough people for each to have as much of a past, from the first of these on, as the
# bot ever looks at.
SWEPT, PROBE, PEOPLE = (3_000, 6_000, 12_000, 24_000), 1_000, 20
TAPS, TRIES, TURNS, PLANNED = 1_000, 2, 5, 6


@dataclass
class Found:
    """The figures by their keys, and what there is to tell of each."""

    figures: dict[str, float] = field(default_factory=dict)
    table: Table = field(
        default_factory=lambda: Table("measured", "figure", "how", title="What the bot costs")
    )

    def note(self, key: str, value: float, how: str) -> None:
        self.figures[key] = round(value, 3)
        self.table.add_row(key, f"{value:,.3g}", how)

    def tell(self, what: str, value: str, how: str) -> None:
        self.table.add_row(f"[dim]{what}", value, how)


async def main() -> None:
    logs.setup("error", "console", [])
    tools()
    keep_what_is_loaded()
    found = Found()
    with TemporaryDirectory() as name:
        bench = _Bench(Path(name), found)
        for part in (
            bench.storing,
            bench.delivering,
            bench.waiting,
            bench.planning,
            bench.sweep,
            bench.standing,
        ):
            began = time.perf_counter()
            await part()
            sys.stderr.write(f"{part.__name__}: {time.perf_counter() - began:.0f} s\n")
    Console(width=120).print(found.table)
    sys.stdout.write(json.dumps(found.figures) + "\n")


@dataclass
class _Bench:
    scratch: Path
    found: Found
    _files: int = 0

    async def storing(self) -> None:
        given = list(pages(COMPARED))
        ours, least = [], []
        for _ in range(TRIES):
            file = await self._database()
            ours.append(await self._stored(file, given))
            limit = Limit.of(file, given)
            began = time.process_time()
            limit.insert(self._file(), given)
            least.append(time.process_time() - began)
        habit = await flatten_and_insert(given, self.scratch)
        own, bare = min(ours), min(least)
        for what, seconds in (("the bot", own), ("json and sqlite3", bare), ("twarc2", habit)):
            self.found.tell(f"storing by {what}", _a_post(seconds, COMPARED), "processor time")
        self.found.note("ingest_vs_limit", bare / own, "of the pace of bare json and sqlite3")
        self.found.note(
            "ingest_vs_twarc", habit / own, "times as fast as twarc2 flatten, sqlite-utils insert"
        )

    async def delivering(self) -> None:
        database = Database(_url(await self._database()))
        drained = await drain(database, DELIVERED)
        await database.close()
        how = f"of what Discord allows one channel, {DELIVERED:,} posts at once"
        self.found.note("discord_rate_used", drained.part_of_limit, how)

    async def waiting(self) -> None:
        idle = await self._posts_to_messages(list(pages(SINGLE, 1)))
        burst = await self._posts_to_messages(list(pages(BURST, BURST)))
        for percent, key in ((50, "post_to_message_p50_ms"), (99, "post_to_message_p99_ms")):
            self.found.note(key, percentile(idle, percent), "X's answer to Discord's call, idle")
        for percent in (50, 99):
            told = f"{percentile(burst, percent):,.0f} ms"
            self.found.tell(f"the same, p{percent}", told, f"{BURST} posts at once, no rate limit")
        database = Database(_url(await self._database()))
        storm = await rsvp_storm(database, TAPS)
        await database.close()
        self.found.note("rsvp_storm_p99_ms", percentile(storm, 99), f"{TAPS:,} taps at once")

    async def _posts_to_messages(self, polls: Sequence[str]) -> list[float]:
        database = Database(_url(await self._database()))
        took = await post_to_message(database, polls)
        await database.close()
        return took

    async def planning(self) -> None:
        situation, took = large_tweetup(), []
        for _ in range(PLANNED):
            began = time.process_time()
            plan_round(situation, best_matching)
            took.append(time.process_time() - began)
        self.found.note("plan_2000_s", min(took), "2,000 attendees with 20,000 ties, exactly")

    async def sweep(self) -> None:
        """How the cost grows: with posts that come, and with posts that are there."""
        new, then = [inf] * len(SWEPT), [inf] * len(SWEPT)
        # Turn and turn about: what slows the machine for a while slows all of them.
        for _ in range(TURNS):
            for number, count in enumerate(SWEPT):
                given = list(pages(count + PROBE, people=PEOPLE))
                first, last = given[: -PROBE // 100], given[-PROBE // 100 :]
                took = await self._stored_in_turn(first, last)
                for least, seconds in zip((new, then), took, strict=True):
                    least[number] = min(least[number], seconds)
        for count, seconds in zip(SWEPT, then, strict=True):
            self.found.tell(f"after {count:,} posts", _a_post(seconds, PROBE), "storing more")
        grows = max(_exponent(SWEPT, new), 1 + _exponent(SWEPT, then))
        self.found.note("scaling_exponent", grows, "1 is linear: new posts, or stored ones")

    async def _stored_in_turn(self, *parts: Sequence[str]) -> list[float]:
        file = await self._database()
        return [await self._stored(file, part) for part in parts]

    async def standing(self) -> None:
        file = await self._database()
        given = list(pages(COMPARED))
        await self._stored(file, given)
        _multiply(file, STORED // COMPARED)
        self.found.tell("on disk", f"{file.stat().st_size / STORED:,.0f} bytes a post", "with ties")
        ready, resident = await ready_and_resident(file, self.scratch)
        self.found.note("ready_s", ready, "from the command to being online")
        self.found.note("rss_mb", resident, f"resident then, with {STORED:,} posts stored")

    async def _stored(self, file: Path, given: Sequence[str]) -> float:
        """Seconds of processor time to store these pages."""
        database = Database(_url(file))
        services = build(database, HandClock(), FakeDiscord())
        if not await services.ingest.followed():
            await services.events.create(draft())
        began = time.process_time()
        for part in batches(given):
            await take(services, part)
        took = time.process_time() - began
        await database.close()
        return took

    async def _database(self) -> Path:
        file = self._file()
        database = Database(_url(file))
        await database.migrate()
        await database.close()
        return file

    def _file(self) -> Path:
        self._files += 1
        return self.scratch / f"{self._files}.db"


def _multiply(file: Path, times: int) -> None:
    """Let there be so many of each post, and of what stands with it."""
    conn = sqlite3.connect(file)
    (step,) = conn.execute("SELECT max(id) - min(id) + 1 FROM posts").fetchone()
    for table, key in (
        ("posts", "id"),
        ("interactions", "post_id"),
        ("verdicts", "post_id"),
        ("feed", "post_id"),
    ):
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
        copied = ", ".join(f"{key} + ? * {step}" if name == key else name for name in columns)
        copies = [(number,) for number in range(1, times)]
        conn.executemany(
            f"INSERT INTO {table} SELECT {copied} FROM {table} WHERE {key} <="
            f" (SELECT min(id) + {step - 1} FROM posts)",
            copies,
        )
    conn.commit()
    conn.close()


def _exponent(counts: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the straight line through both on logarithmic scales, by least squares."""
    xs, ys = [log(count) for count in counts], [log(each) for each in seconds]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    rises = sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True))
    return rises / sum((one - x) ** 2 for one in xs)


def _a_post(seconds: float, posts: int) -> str:
    return f"{seconds / posts * 1e6:,.0f} µs a post"


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


if __name__ == "__main__":
    argparse.ArgumentParser(prog="make bench", description=__doc__).parse_args()
    asyncio.run(main())
