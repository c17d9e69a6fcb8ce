"""A guild in the Discord on loopback, an X beside it, and people who use the bot while it may die.

Nobody waits for real time: whatever happens, the bot is let come to rest before the next thing.
Whoever gets no answer, because the bot died over it, does again what they did.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import sqlalchemy as sa

from bot.domain.permissions import INVITED
from bot.sandbox.x_api import User, World, XSandbox
from db import members
from db.engine import Database
from tests.clock import ManualClock
from tests.crash.living import Process, Where
from tests.crash.seams import seamed
from tests.discord_api import DiscordServer, Remote
from tests.discord_api.remote import Refusal
from tests.wire.pointing import pointed_at
from tests.wire.stage import PEOPLE

Json = dict[str, Any]
NAMES = ("ada", "bo", "cy", "dee", "eve", "fay")
ORGANISER = "olive"
# Is on X alone.
BOARD = "job_board"
# How often a process that follows on a killed one is killed as well, and within how many seams.
_KILLED_AGAIN, _SOON = 0.4, 40
# An hour in pieces, the first of them short: what is begun on the hour and looked at again every
# half minute has its time.
_HOUR = (1, 1, 2, 56)

Begin = Callable[[Where, datetime], Process]


@dataclass
class Town:
    remote: Remote
    x: XSandbox
    clock: ManualClock
    where: Where
    begin: Begin
    dice: Random
    kills: int = 0
    ids: dict[str, int] = field(default_factory=dict)
    """Of everybody, by name."""
    users: dict[str, User] = field(default_factory=dict)
    """Their accounts on X."""
    process: Process = field(init=False)
    _gone: list[Process] = field(default_factory=list)

    async def build(self) -> None:
        """Everything but the bot: who is there, and what they agreed to."""
        do = self.remote.do
        await do("set_time", now=self.clock.now().isoformat())
        guild = await do("add_guild", name="HR London", bot=INVITED, everyone=PEOPLE)
        self.guild_id = int(guild["id"])
        self.channel_id = (await do("add_channel", guild_id=self.guild_id, name="tweetup"))["id"]
        role = await do(
            "add_role", guild_id=self.guild_id, name="Organisers", allows=["manage_events"]
        )
        for name in (ORGANISER, *NAMES):
            roles = [role["id"]] if name == ORGANISER else []
            added = await do("add_member", guild_id=self.guild_id, name=name, role_ids=roles)
            self.ids[name] = added["id"]
            self.users[name] = self.x.world.add_user(f"{name}_hr", name.title())
        self.users[BOARD] = self.x.world.add_user(BOARD, "The Job Board")
        self._own = Database(self.where.database)
        async with self._own.begin() as conn:
            ids = [self.ids[name] for name in NAMES]
            await members.set_consents(
                conn, self.guild_id, *ids, introductions=True, remind_where="dm"
            )

    async def start(self) -> None:
        self.process = self.begin(self.where, self.clock.now())
        await self.process.start()
        await self.settle()

    async def settle(self) -> bool:
        """Let the bot come to rest; False where it was killed, and another took its place."""
        survived = True
        while True:
            told = (await self.remote.do("connections"))["told"]
            await self.process.rest(self.clock.now(), told)
            if self.process.is_over:
                survived = False
                await self._begin_again()
            elif (await self.remote.do("connections"))["told"] == told:
                return survived

    async def _begin_again(self) -> None:
        self.kills += 1
        await self.process.end()
        self._gone.append(self.process)
        self.process = self.begin(self.where, self.clock.now())
        if self.dice.random() < _KILLED_AGAIN:
            self.process.arm(self.dice.randint(1, _SOON))
        await self.process.start()

    async def stop(self) -> None:
        await self.process.end()
        for each in (*self._gone, self.process):
            await each.tidy()
        await self._own.close()

    async def pass_hours(self, hours: int) -> None:
        for _ in range(hours):
            for minutes in _HOUR:
                await self.move(minutes=minutes)

    async def move(self, **time: float) -> None:
        self.clock.move(**time)
        await self.remote.do("set_time", now=self.clock.now().isoformat())
        await self.settle()

    async def command(self, name: str, what: str, /, **options: Any) -> Json:
        return await self._done(
            "command",
            user_id=self.ids[name],
            channel_id=self.channel_id,
            name=what,
            options=options,
        )

    async def asked(self, name: str, what: str, button: str, /, **options: Any) -> Json:
        """The message with such a button that a command shows, which they give anew until it does:
        of several messages the bot may have sent but the first."""
        while True:
            kills = self.kills
            seen = await self.command(name, what, **options)
            if (message := with_button(seen["messages"], button)) is not None:
                return message
            if self.kills == kills:
                raise AssertionError(f"{what} shows no {button} but {seen['messages']}")

    async def tap(self, name: str, message: Json, what: str, *values: str) -> Json:
        """Tap the button whose custom_id begins so, or choose from the select."""
        ids = [each for each in custom_ids(message) if re.match(what, each)]
        if not ids:
            raise AssertionError(f"nothing like {what} in {custom_ids(message)}")
        return await self._done(
            "tap",
            user_id=self.ids[name],
            message_id=int(message["id"]),
            label=ids[0],
            values=values,
        )

    async def fill_in(
        self, opened: Callable[[], Awaitable[Json]], done: str, /, **values: Any
    ) -> Json:
        """Hand in the form that is `opened`, and open it anew where the bot died over it, until the
        query `done` finds what they wanted; gives what they see in the end."""
        while True:
            kills = self.kills
            shown = await opened()
            if shown["modal"] is None:
                raise AssertionError(f"no form but {shown['messages']}")
            begun = await self.remote.do("submit", interaction_id=shown["id"], values=values)
            await self.settle()
            if await self.rows(done):
                seen: Json = await self.remote.do("seen", interaction_id=begun["id"])
                return seen
            if self.kills == kills:
                raise AssertionError(f"nobody took the form: {values}")

    async def _done(self, word: str, **arguments: Any) -> Json:
        """What they see in the end."""
        begun = await self.remote.do(word, **arguments)
        while True:
            survived = await self.settle()
            seen: Json = await self.remote.do("seen", interaction_id=begun["id"])
            if seen["is_done"]:
                return seen
            if survived:
                raise AssertionError(f"nobody answered: {word} {arguments}")
            try:
                begun = await self.remote.do(word, **arguments)
            except Refusal:
                # What they did was done, though nobody said so: there is nothing left to tap.
                return seen

    async def shown(self, what: str, to: str | None = None) -> Json | None:
        """The newest message with a button whose custom_id begins so, also in direct messages
        `to` somebody."""
        world = await self.remote.do("world")
        lists = [each["messages"] for guild in world["guilds"] for each in guild["channels"]]
        lists = lists if to is None else [world["direct"].get(to, [])]
        return with_button([m for messages in lists for m in messages], what)

    async def card(self) -> Json:
        card = await self.shown(r"rsvp:\d+:\d+:going")
        assert card is not None
        return card

    async def rows(self, query: str) -> list[Any]:
        (found,) = await self.all_rows([query])
        return found

    async def all_rows(self, queries: Iterable[str]) -> list[list[Any]]:
        """Of several queries, in one transaction."""
        async with self._own.read() as conn:
            return [[*map(tuple, await conn.execute(sa.text(each)))] for each in queries]


def custom_ids(message: Json) -> list[str]:
    rows = message["components"]
    return [each["custom_id"] for row in rows for each in row["components"] if "custom_id" in each]


def with_button(messages: Iterable[Json], what: str) -> Json | None:
    """The newest of them with a button whose custom_id begins so."""
    fitting = [m for m in messages if any(re.match(what, each) for each in custom_ids(m))]
    return max(fitting, key=lambda message: int(message["id"]), default=None)


@asynccontextmanager
async def town(url: str, begin: Begin, seed: int) -> AsyncIterator[Town]:
    """A town with an empty, migrated database at `url`; the bot has not begun yet."""
    clock = ManualClock()
    async with (
        DiscordServer() as server,
        Remote(server.url) as remote,
        XSandbox(World(clock.now), keep_alive_seconds=None) as x,
    ):
        where = Where(server.url, url, x.url, x.token)
        with pointed_at(server.url), seamed():
            made = Town(remote, x, clock, where, begin, Random(seed))
            await made.build()
            try:
                yield made
            finally:
                await made.stop()
