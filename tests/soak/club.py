"""What goes on in one guild all year: a tweetup every few weeks, and the talk before it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from bot.domain.permissions import INVITED
from bot.sandbox.x_api import Post, User, World
from db import members
from db.engine import Database
from tests.discord_api import Remote
from tests.wire.stage import PEOPLE

Json = dict[str, Any]
PEOPLE_IN_A_CLUB, OF_THEM_ON_X = 6, 4
PLACES = 4
WHEN = {"made": timedelta(days=14), "answered": timedelta(days=13), "cancelled": timedelta(days=2)}
TALKS = tuple(timedelta(days=days, hours=5) for days in (10, 6, 4, 1))
POSTS_IN_A_TALK = 6
DOOR = timedelta(minutes=30)


@dataclass
class Club:
    """`settle` lets the bot come to rest."""

    number: int
    remote: Remote
    world: World
    database: Database
    settle: Callable[[], Awaitable[None]]
    dice: Random
    guild_id: int = 0
    channel_id: int = 0
    organiser: int = 0
    people: list[int] = field(default_factory=list)
    _accounts: list[User] = field(default_factory=list)
    _said: list[Post] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return f"HRClub{self.number}"

    async def build(self) -> None:
        do = self.remote.do
        guild = await do("add_guild", name=f"Club {self.number}", bot=INVITED, everyone=PEOPLE)
        self.guild_id = int(guild["id"])
        self.channel_id = (await do("add_channel", guild_id=self.guild_id, name="tweetup"))["id"]
        allows = {"name": "Organisers", "allows": ["manage_events"]}
        role = await do("add_role", guild_id=self.guild_id, **allows)
        self.organiser = await self._join("olive", role["id"])
        self.people = [await self._join(f"person{n}") for n in range(PEOPLE_IN_A_CLUB)]
        self._accounts = [
            self.world.add_user(f"club{self.number}_{n}", f"Person {n}")
            for n in range(OF_THEM_ON_X)
        ]
        async with self.database.begin() as conn:
            agreed = {"introductions": True, "remind_where": "dm"}
            await members.set_consents(conn, self.guild_id, *self.people, **agreed)  # type: ignore[arg-type]

    async def _join(self, name: str, *roles: int) -> int:
        name = f"{name} of club {self.number}"
        added = await self.remote.do(
            "add_member", guild_id=self.guild_id, name=name, role_ids=roles
        )
        return int(added["id"])

    async def make(self, starts_at: datetime) -> None:
        """A tweetup at that time, in UTC as in the bot's default zone in winter and an hour later
        in summer."""
        (shown,) = await self._do(
            self._command(
                self.organiser,
                "tweetup create",
                name=f"Tweetup of club {self.number}",
                hashtag=self.tag,
                when=f"{starts_at:%d %B %Y} 18:30",
                place="The Copper Kettle",
                capacity=PLACES,
            )
        )
        await self._do(self._tap(self.organiser, shown["messages"][0], "Create"))

    async def link(self) -> None:
        """Everybody on X says so, and posts the code."""
        on_x = self.people[:OF_THEM_ON_X]
        pairs = list(zip(on_x, self._accounts, strict=True))
        await self._do(*(self._command(who, "link", handle=f"@{x.handle}") for who, x in pairs))
        query = sa.text("SELECT member_id, code FROM account_links WHERE guild_id = :guild")
        async with self.database.read() as conn:
            found = await conn.execute(query, {"guild": self.guild_id})
            codes = {row.member_id: row.code for row in found}
        for who, account in pairs:
            self._post(account, codes[who])

    async def answer(self) -> None:
        """More want to come than can, and somebody cannot."""
        card = await self._card()
        *coming, other = self.people
        taps = [self._tap(each, card, "Going") for each in coming]
        await self._do(*taps, self._tap(other, card, "Can’t make it"))

    async def cancel(self) -> None:
        await self._do(self._tap(self.people[0], await self._card(), "Can’t make it"))

    async def talk(self) -> None:
        for _ in range(POSTS_IN_A_TALK):
            parent = self.dice.choice(self._said[-8:]) if self._said else None
            post = self._post(self.dice.choice(self._accounts), "so they say", reply_to=parent)
            self._said.append(post)
        if self.dice.random() < 0.2:
            self.world.delete(self._said.pop())

    async def open_door(self) -> None:
        """The organiser lets in whom they know."""
        (shown,) = await self._do(self._command(self.organiser, "door open"))
        panel = shown["messages"][0]
        for each in self.people[1:4]:
            ids = [c["custom_id"] for row in panel["components"] for c in row["components"]]
            pick = next(each for each in ids if each.endswith(":pick"))
            await self._do(self._tap(self.organiser, panel, pick, str(each)))

    def _post(self, account: User, text: str, **more: Any) -> Post:
        return self.world.post(account, f"{text} #{self.tag}", at=self.world.now(), **more)

    async def _card(self) -> Json:
        """Of the newest tweetup."""
        query = sa.text(
            "SELECT message_id FROM deliveries WHERE kind = 'card' AND guild_id = :guild"
            " AND message_id IS NOT NULL ORDER BY id DESC LIMIT 1"
        )
        async with self.database.read() as conn:
            return {"id": await conn.scalar(query, {"guild": self.guild_id})}

    async def _command(self, user_id: int, name: str, /, **options: Any) -> Json:
        told: Json = await self.remote.do(
            "command", user_id=user_id, channel_id=self.channel_id, name=name, options=options
        )
        return told

    async def _tap(self, user_id: int, message: Json, label: str, *values: str) -> Json:
        told: Json = await self.remote.do(
            "tap", user_id=user_id, message_id=int(message["id"]), label=label, values=values
        )
        return told

    async def _do(self, *acts: Awaitable[Json]) -> list[Json]:
        """What people see who act at once."""
        begun = [await act for act in acts]
        await self.settle()
        seen = [await self.remote.do("seen", interaction_id=each["id"]) for each in begun]
        if not all(each["is_done"] for each in seen):
            raise AssertionError(f"nobody answered in club {self.number}: {seen}")
        return seen
