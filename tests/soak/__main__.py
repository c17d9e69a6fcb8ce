"""`python -m tests.soak`: a whole month; the last line it prints is one JSON object."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import logs
from db.engine import Database
from tests.soak.month import Outcome, soaked

# What the bot has loaded by then stays; growth is counted from here on.
WARM_AFTER_DAYS = 3


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    options.add_argument("--days", type=float, default=30.0, help="simulated days")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--log", default="critical", help="how much the bot's own log says")
    given = options.parse_args()
    logs.setup(given.log, "console", [])
    began = time.monotonic()
    with TemporaryDirectory() as scratch:
        outcome = asyncio.run(_soak(Path(scratch) / "soak.db", given.days, given.seed))
    print(f"seed {given.seed}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(outcome, file=sys.stderr)
    return 0 if outcome.is_true else 1


async def _soak(file: Path, days: float, seed: int) -> Outcome:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.migrate()
    await database.close()
    async with soaked(file, seed) as month:
        return await month.pass_days(days)


if __name__ == "__main__":
    sys.exit(main())
