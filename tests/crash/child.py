"""The bot in a process of its own, which comes to rest when asked to, and stands still at the seam
where it is to be killed.

    python -m tests.crash.child '{"where": {...}, "now": "2026-01-08T09:00:00+00:00", ...}'

Asked in lines of JSON on stdin, it tells in lines of JSON on stdout.
"""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
from datetime import datetime
from typing import Any, NoReturn

from bot import logs
from tests.crash.living import Here, Where
from tests.crash.seams import seamed
from tests.wire.pointing import pointed_at


class _Still(Here):
    """At its last seam it does nothing more, and waits to be killed."""

    def _cut(self) -> NoReturn:
        tell(held=True)
        while True:
            signal.pause()


def tell(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


async def main(where: dict[str, Any], now: str) -> None:
    logs.setup("error", "console", [])
    asked = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(asked), sys.stdin
    )
    place = Where(**where)
    with pointed_at(place.discord), seamed():
        living = _Still(place, datetime.fromisoformat(now))
        await _hear(living, asked)


async def _hear(living: Here, asked: asyncio.StreamReader) -> None:
    while line := await asked.readline():
        said = json.loads(line)
        if "arm" in said:
            living.arm(said["arm"])
            continue
        match said["do"]:
            case "start":
                await living.start()
            case "rest":
                await living.rest(datetime.fromisoformat(said["now"]), said["told"])
            case "look":
                due = await living.due()
                tell(due=due and due.isoformat(), **living.look())
                continue
            case "stop":
                await living.stop()
                gc.collect()
        tell(passed=living.passed)


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1])))
