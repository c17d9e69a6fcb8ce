"""A guild in the Discord on loopback, people in it, and the real bot at work there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from bot import app
from bot.domain.permissions import INVITED
from bot.sandbox.x_api import XSandbox
from cogs.client import TweetupBot
from db.engine import Database
from tests.clock import PATIENCE, ManualClock
from tests.discord_api import TOKEN, Remote
from tests.discord_api.remote import messages_in
from tests.wire.launcher import config
from tests.wire.pointing import impatient, pointed_at

Json = dict[str, Any]

PEOPLE = ("view_channel", "send_messages", "read_message_history", "send_messages_in_threads")
TWEETUP = {
    "name": "HR Tweetup",
    "hashtag": "HRTweetup",
    "when": "22 January 18:30",
    "place": "The Copper Kettle",
}
# Where the first answers to interactions go.
ANSWER = {"method": "POST", "path": "/interactions/*/callback"}
SEND, MESSAGES = "POST", "/channels/{channel_id}/messages"


@dataclass
class Stage:
    remote: Remote
    clock: ManualClock
    x: XSandbox
    url: str
    """Of the database."""
    guild_id: int = field(init=False)
    channel_id: int = field(init=False)
    bot_id: int = field(init=False)
    bot_role_id: int = field(init=False)
    bot: TweetupBot = field(init=False)
    _database: Database | None = None
    _running: asyncio.Task[None] | None = None
    _pointing: ExitStack = field(default_factory=ExitStack)

    async def build(self) -> None:
        """A guild with a channel, in which the bot may do what it needs."""
        await self.remote.do("set_time", now=self.clock.now().isoformat())
        guild = await self.remote.do("add_guild", name="HR London", bot=INVITED, everyone=PEOPLE)
        self.guild_id = guild["id"]
        self.bot_id, self.bot_role_id = guild["bot_id"], guild["bot_role_id"]
        added = await self.remote.do("add_channel", guild_id=self.guild_id, name="tweetup")
        self.channel_id = added["id"]

    async def start(self) -> None:
        """Begin the bot, in this process; it is online when this is done."""
        self._pointing.enter_context(pointed_at(self.remote.url))
        self._database = Database(self.url)
        parts = config(self.url, self.x.url, self.x.token), self._database, self.clock
        self.bot = impatient(app.assemble(*parts))
        self._running = asyncio.create_task(self.bot.start(TOKEN))
        ready = asyncio.create_task(self.bot.wait_until_ready())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({ready, self._running}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._running.done():
            self._running.result()

    async def stop(self) -> None:
        if self._database is None or self._running is None:
            return
        await self.bot.close()
        await self._running
        # discord.py itself leaves this to whoever ends the loop.
        if (told := self.bot._connection._ready_task) is not None:
            told.cancel()
            await asyncio.wait({told})
        await _ended(name="discord.py: on_")
        await self._database.close()
        self._pointing.close()
        self._database = None

    async def join(self, name: str, *roles: int) -> int:
        added = await self.remote.do(
            "add_member", guild_id=self.guild_id, name=name, role_ids=roles
        )
        return int(added["id"])

    async def organiser(self) -> int:
        role = await self.remote.do(
            "add_role", guild_id=self.guild_id, name="Organisers", allows=["manage_events"]
        )
        return await self.join("olive", role["id"])

    async def set_up(self, **options: Any) -> Json:
        """A tweetup, made by an organiser with the command; gives its card."""
        await self.create(await self.organiser(), **options)
        return await self.card()

    async def create(self, organiser: int, **options: Any) -> Json:
        """The command, and the tap that makes the tweetup; gives what they see then."""
        given = TWEETUP | options
        shown = await self.remote.command(organiser, self.channel_id, "tweetup create", **given)
        return await self.remote.tap(organiser, shown["messages"][0], "Create")

    async def card(self) -> Json:
        """The card, once it stands."""
        world = await self.until(lambda world: _card(world, self.channel_id))
        return _card(world, self.channel_id)

    async def until(self, holds: Callable[[Json], Any]) -> Json:
        """The world, once it is so, in which no time passes."""
        return await self.remote.until("world", holds)

    async def sent(self) -> list[Json]:
        """The calls with which the bot sent messages."""
        return await self.remote.calls(SEND, MESSAGES)

    async def settle(self) -> None:
        """Let time pass until the bot has delivered all it wants to."""
        async with asyncio.timeout(PATIENCE):
            while await self._undelivered():
                await asyncio.sleep(0.005)
                await self.move(seconds=1)

    async def move(self, **time: float) -> None:
        self.clock.move(**time)
        await self.remote.do("set_time", now=self.clock.now().isoformat())

    async def _undelivered(self) -> int:
        assert self._database is not None
        query = "SELECT count(*) FROM deliveries WHERE state IN ('waiting', 'sending')"
        async with self._database.read() as conn:
            return int((await conn.exec_driver_sql(query)).scalar_one())


async def _ended(name: str) -> None:
    tasks = [task for task in asyncio.all_tasks() if task.get_name().startswith(name)]
    await asyncio.wait(tasks, timeout=PATIENCE) if tasks else None


def _card(world: Json, channel_id: int) -> Json:
    found = (m for m in messages_in(world, channel_id) if m["embeds"] and m["components"])
    return next(found, {})


def said(seen: Json) -> str:
    """What the person who acted could read."""
    return "\n".join(message["content"] for message in seen["messages"])


def labels(message: Json) -> list[str]:
    return [each["label"] for row in message["components"] for each in row["components"]]
