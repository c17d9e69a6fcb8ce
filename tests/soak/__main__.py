"""`python -m tests.soak`: a whole month of faults, a burst of posts, busy days full of kills, and
beside them in a process of its own a year of fifty guilds.

The last line on stdout is one JSON object. The exit code is 0 if the channel equals the truth, the
burst was fast enough, no kill left a trace, and nothing went wrong all year, in which the bot grew
by no more than MOST_GROWTH.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import logs
from db.engine import Database
from tests.crash.runs import Outcome as Kills
from tests.crash.soak import kill_often
from tests.soak.burst import Drained, drain
from tests.soak.month import Outcome, soaked

LEAST_PART = 0.9
# In megabytes, from when all has been used; three and a half of 310 were seen.
MOST_GROWTH = 10.0

Json = dict[str, Any]


def main() -> int:
    options = argparse.ArgumentParser(prog="make soak ARGS=")
    options.add_argument("--days", type=float, default=30.0, help="simulated days")
    options.add_argument("--seed", type=int, default=1, help="another seed, other faults")
    options.add_argument("--posts", type=int, default=10_000, help="posts in the burst")
    options.add_argument("--kills", type=int, default=500, help="kills of the bot, at any seam")
    options.add_argument("--events", type=int, default=300, help="tweetups in the year")
    options.add_argument("--log", default="critical", help="how much the bot's own log says")
    given = options.parse_args()
    logs.setup(given.log, "console", [])
    began = time.monotonic()
    with _year(given.events) as lived:
        outcome, drained = asyncio.run(_run(given.days, given.seed, given.posts))
        kills = kill_often(given.kills, given.seed)
        year = lived()
    for name, found in (outcome.differences | kills.differences).items():
        sys.stdout.write(f"{name}: {found}\n")
    fast = drained is None or drained.part_of_limit >= LEAST_PART
    flat = not year or (not year["wrong"] and year["grown_mb"] <= MOST_GROWTH)
    told = _told(given, outcome, drained, kills) | _told_of_year(given, outcome, year)
    told["seconds"] = round(time.monotonic() - began)
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if outcome.is_true and fast and flat and not kills.differences else 1


@contextmanager
def _year(events: int) -> Iterator[Callable[[], Json]]:
    """A year begins; what it gives tells how it went once it is over, in lines and as a summary."""
    if not events:
        yield dict
        return
    command = (sys.executable, "-m", "tests.soak.year", "--events", str(events))
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as running:

        def lived() -> Json:
            said, _ = running.communicate()
            *lines, last = said.splitlines()
            sys.stdout.writelines(f"{line}\n" for line in lines)
            told: Json = json.loads(last)
            return told

        try:
            yield lived
        finally:
            running.kill()


async def _run(days: float, seed: int, posts: int) -> tuple[Outcome, Drained | None]:
    with TemporaryDirectory() as scratch:
        async with soaked(await _migrated(Path(scratch) / "soak.db"), seed) as month:
            outcome = await month.pass_days(days)
        if not posts:
            return outcome, None
        database = Database(await _migrated(Path(scratch) / "burst.db"))
        try:
            return outcome, await drain(database, posts)
        finally:
            await database.close()


async def _migrated(file: Path) -> str:
    url = f"sqlite+aiosqlite:///{file}"
    database = Database(url)
    await database.migrate()
    await database.close()
    return url


def _told(
    given: argparse.Namespace, outcome: Outcome, drained: Drained | None, kills: Kills
) -> dict[str, object]:
    told = {
        "kills": kills.kills,
        "faults": outcome.faults,
        "lost": len(outcome.lost) + kills.count("lost"),
        "doubled": len(outcome.doubled) + kills.count("doubled"),
        "half_made": kills.count("half_made"),
        "wrong": sum(map(len, outcome.differences.values())),
        "posts": outcome.posts,
        "unheard_dollars": outcome.unheard / 1_000_000,
        "restarts": outcome.restarts,
        "seed": given.seed,
    }
    if drained is not None:
        told["burst_posts"] = drained.posts
        told["burst_part_of_limit"] = round(drained.part_of_limit, 3)
        told["burst_growth_mb"] = round(drained.grown_mb, 1)
    return told


def _told_of_year(given: argparse.Namespace, outcome: Outcome, year: Json) -> dict[str, object]:
    """Memory is told of the bot by itself over the year; else of a month with both platforms."""
    told: dict[str, object] = {
        "simulated_days": given.days + year.get("days", 0),
        "rss_growth_mb": round(year.get("grown_mb", outcome.grown_mb), 1),
    }
    return told | {f"year_{name}": value for name, value in year.items() if name != "grown_mb"}


if __name__ == "__main__":
    sys.exit(main())
