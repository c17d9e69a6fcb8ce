"""`python -m tests.soak`: a whole month of faults, a burst of posts, and busy days full of kills.

The last line on stdout is one JSON object. The exit code is 0 if the channel equals the truth, the
burst was fast enough, and no kill left a trace.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import logs
from db.engine import Database
from tests.crash.runs import Outcome as Kills
from tests.crash.soak import kill_often
from tests.soak.burst import Drained, drain
from tests.soak.month import Outcome, soaked

LEAST_PART = 0.9


def main() -> int:
    options = argparse.ArgumentParser(prog="make soak ARGS=")
    options.add_argument("--days", type=float, default=30.0, help="simulated days")
    options.add_argument("--seed", type=int, default=1, help="another seed, other faults")
    options.add_argument("--posts", type=int, default=10_000, help="posts in the burst")
    options.add_argument("--kills", type=int, default=500, help="kills of the bot, at any seam")
    options.add_argument("--log", default="critical", help="how much the bot's own log says")
    given = options.parse_args()
    logs.setup(given.log, "console", [])
    began = time.monotonic()
    outcome, drained = asyncio.run(_run(given.days, given.seed, given.posts))
    kills = kill_often(given.kills, given.seed)
    for name, found in (outcome.differences | kills.differences).items():
        sys.stdout.write(f"{name}: {found}\n")
    fast = drained is None or drained.part_of_limit >= LEAST_PART
    told = _told(given, outcome, drained, kills) | {"seconds": round(time.monotonic() - began)}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if outcome.is_true and fast and not kills.differences else 1


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
        "simulated_days": given.days,
        "rss_growth_mb": round(outcome.grown_mb, 1),
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


if __name__ == "__main__":
    sys.exit(main())
