"""Three processes of one bot on one PostgreSQL; one of them is killed at work."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.domain.leases import LASTS
from bot.domain.permissions import IN_CHANNEL, IN_GUILD
from bot.sandbox.x_api import User, World, XSandbox
from db import leases, members
from db.engine import Database
from tests.clock import PATIENCE, ManualClock
from tests.discord_api import DiscordServer, Remote
from tests.discord_api.remote import messages_in
from tests.wire.command import Running, begun
from tests.wire.pointing import ARRIVED_EVERY, SOONER
from tests.wire.stage import PEOPLE, TWEETUP, Stage, said

Json = dict[str, Any]

SHARDS = [0, 1, 2]
SETTINGS = "growth.shards = 3\ngrowth.clusters = 3\nx.source = 'stream'\n"
# A week before, its first reminder is due ten minutes after the test begins.
STARTS = "15 January 09:10"
REMINDED_AFTER = 600
# Real seconds: to see that a lease has ended, and to begin a session with Discord; this machine may
# be slow.
TAKE_OVER = LASTS.total_seconds() / SOONER + 45


@dataclass
class Club:
    """A guild on its own shard, with a tweetup."""

    shard: int
    guild_id: int
    channel_id: int
    organiser: int
    card: Json = field(default_factory=dict)


@dataclass
class Together:
    stage: Stage
    place: Path
    database: Database
    clubs: list[Club] = field(default_factory=list)
    running: dict[str, Running] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def remote(self) -> Remote:
        return self.stage.remote

    async def begin(self, name: str) -> None:
        place = self.place / name
        place.mkdir(exist_ok=True)
        process = begun(self.stage, place, SETTINGS, TWEETUP_PROCESS=name)
        self.running[name] = await self._stack.enter_async_context(process)

    async def end(self) -> None:
        await self.remote.do("release", goes_on=False)
        await self._stack.aclose()

    async def found(self, shard: int) -> Club:
        do = self.remote.do
        needed = [*IN_CHANNEL, *IN_GUILD]
        new = {"name": f"HR {shard}", "bot": needed, "everyone": PEOPLE, "channels": ["tweetup"]}
        guild = await do("add_guild", **new, shard=shard, shards=len(SHARDS))
        club = Club(shard, guild["id"], guild["channel_ids"][0], guild["owner_id"])
        self.clubs.append(club)
        return club

    async def held(self) -> dict[str, str]:
        """Which process holds what, by its name."""
        async with self.database.read() as conn:
            found = await leases.all_of_them(conn)
        return {each.name: each.holder.rsplit("/", 1)[-1] for each in found if each.stands}

    async def shared_out(self) -> dict[str, str]:
        """The same, once each serves one club."""
        async with asyncio.timeout(TAKE_OVER + PATIENCE):
            while True:
                held = await self.held()
                serving = {held.get(f"cluster/{shard}") for shard in SHARDS}
                told = await self.remote.do("connections")
                if len(serving - {None}) == 3 and told["shards"] == SHARDS and "stream" in held:
                    return held
                await self.stage.move(seconds=1)
                await asyncio.sleep(0.1)

    async def set_up(self, club: Club) -> None:
        options = TWEETUP | {"when": STARTS}
        shown = await self.remote.command(
            club.organiser, club.channel_id, "tweetup create", **options
        )
        await self.remote.tap(club.organiser, shown["messages"][0], "Create")
        world = await self.stage.until(lambda world: cards(world, club))
        (club.card,) = cards(world, club)

    async def say_going(self, member_id: int, club: Club) -> str:
        return said(await self.remote.tap(member_id, club.card, "Going"))

    async def say(self, author: User, text: str) -> None:
        self.stage.x.world.post(author, f"{text} #{TWEETUP['hashtag']}", at=self.stage.clock.now())

    async def until_shown(self, texts: list[str], clubs: list[Club]) -> None:
        """Let time pass until posts stand where they belong."""
        async with asyncio.timeout(PATIENCE):
            while True:
                world = await self.remote.do("world")
                if all(set(texts) <= set(posts(world, club)) for club in clubs):
                    return
                await self.stage.move(seconds=2)
                if self.stage.x.stream.connected.is_set():
                    self.stage.x.stream.keep_alive()
                await asyncio.sleep(0.05)


def cards(world: Json, club: Club) -> list[Json]:
    return [m for m in messages_in(world, club.channel_id) if m["embeds"] and m["components"]]


def going(world: Json, club: Club) -> str:
    """How many come, by the card."""
    (card,) = cards(world, club)
    return next(
        (f["value"] for f in card["embeds"][0]["fields"] if f["name"].startswith("Going")), "0"
    )


def posts(world: Json, club: Club) -> list[str]:
    """What the mirrored ones say, but for the hashtag."""
    shown = [m for m in messages_in(world, club.channel_id) if not m["components"]]
    return [e["description"].split(" [#")[0] for m in shown for e in m["embeds"]]


@pytest.fixture
async def together(postgres_url: str, tmp_path: Path) -> AsyncIterator[Together]:
    clock = ManualClock()
    async with (
        DiscordServer() as server,
        Remote(server.url) as remote,
        XSandbox(World(clock.now), keep_alive_seconds=None) as x,
    ):
        await remote.do("start_every", seconds=ARRIVED_EVERY)
        stage = Stage(remote, clock, x, postgres_url)
        await stage.move(seconds=0)
        database = Database(postgres_url)
        made = Together(stage, tmp_path, database)
        yield made
        await made.end()
        await database.close()


async def at_work(together: Together) -> tuple[list[Club], int, dict[str, str]]:
    """A club on each shard, Ada, who agreed to be written to and is going in all of them, and who
    of three processes holds what."""
    clubs = [await together.found(shard) for shard in SHARDS]
    ada = 0
    for club in clubs:
        added = await together.remote.do(
            "add_member", guild_id=club.guild_id, name="ada", role_ids=[]
        )
        ada = added["id"]
        async with together.database.begin() as conn:
            await members.set_consents(conn, club.guild_id, ada, remind_where="dm")
    for name in ("one", "two", "three"):
        await together.begin(name)
    held = await together.shared_out()
    for club in clubs:
        await together.set_up(club)
        assert "You have a place" in await together.say_going(ada, club)
    return clubs, ada, held


async def test_one_is_killed_at_work_and_the_others_carry_on(together: Together) -> None:
    remote, stage = together.remote, together.stage
    clubs, ada, held = await at_work(together)
    bea = stage.x.world.add_user("bea_hr", "Bea")
    await together.say(bea, "First")
    await together.until_shown(["First"], clubs)

    # The one that has the stream is killed while it sends a post.
    victim = held["stream"]
    lost = next(club for club in clubs if held[f"cluster/{club.shard}"] == victim)
    others = [club for club in clubs if club is not lost]
    path = f"/channels/{lost.channel_id}/messages"
    await remote.do("add_fault", method="POST", path=path, act="hold", after=True)
    await together.say(bea, "Second")
    await together.until_shown(["Second"], others)
    await remote.held()
    together.running[victim].tell(signal.SIGKILL)
    killed = monotonic()
    await remote.do("release", goes_on=False)
    await together.say(bea, "Third")
    await stage.move(seconds=REMINDED_AFTER)
    for club in others:
        assert "You have a place" in await together.say_going(ada, club)

    async with asyncio.timeout(TAKE_OVER + PATIENCE):
        await remote.until("connections", lambda told: told["shards"] == SHARDS)
    taken_over = monotonic() - killed
    assert "You have a place" in await together.say_going(ada, lost)
    answered = monotonic() - killed
    await together.until_shown(["First", "Second", "Third"], clubs)
    world = await stage.until(lambda world: len(world["direct"].get("ada", [])) == 3)
    assert taken_over < TAKE_OVER, (taken_over, answered)

    # It is begun again, and has its part again.
    await together.begin(victim)
    await together.shared_out()
    assert "You have a place" in await together.say_going(ada, lost)
    for message in world["direct"]["ada"]:
        # What is tapped in direct messages one process hears, and each shows it in its guilds.
        assert "Noted" in said(await remote.tap(ada, message, "Can’t make it"))
    world = await stage.until(lambda world: all(going(world, club) == "0" for club in clubs))
    for club in clubs:
        assert Counter(posts(world, club)) == Counter(["First", "Second", "Third"])
        assert len(cards(world, club)) == 1
    assert len(world["direct"]["ada"]) == len(clubs)
    assert (await remote.do("connections"))["too_soon"] == 0
