from __future__ import annotations

import asyncio
import json
import signal
import sys

from tests.discord_api import TOKEN, DiscordServer


async def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    async with DiscordServer() as server:
        where = {"url": server.url, "port": int(server.url.rsplit(":", 1)[1]), "token": TOKEN}
        sys.stdout.write(json.dumps(where) + "\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
