"""A server in a simulated Discord, with the whole bot in it and people to act in it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import discord
from simcord import Env
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle
from simcord.results import InteractionResult, ResponseMessage

from bot.domain.drafts import Typed
from bot.domain.events import Event
from bot.domain.permissions import INVITED
from bot.errors import TweetupError
from bot.services.suite import Services, build
from cogs.announcer import DiscordAnnouncer
from cogs.client import TweetupBot, Worker
from cogs.presence import DiscordPresence
from db import events
from db.engine import Database

# The simulated Discord's clock begins here: a Thursday.
START = datetime(2026, 1, 1, tzinfo=UTC)
# The simulation is stricter than Discord: Create Events and Manage Threads do not suffice it.
NEEDED = frozenset({*INVITED, "manage_events", "manage_channels"})
PEOPLE = discord.Permissions(
    view_channel=True,
    send_messages=True,
    read_message_history=True,
    send_messages_in_threads=True,
    use_application_commands=True,
)

USUAL = {
    "name": "HR Tweetup",
    "hashtag": "HRTweetup",
    "when": "22 January 18:30",
    "place": "The Copper Kettle",
}


@dataclass
class SimClock:
    """The simulation's own clock, which the bot's timers follow as well."""

    env: Env | None = None

    def now(self) -> datetime:
        return START if self.env is None else self.env.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def new_bot(database: Database, clock: SimClock, *workers: Worker) -> TweetupBot:
    bot = TweetupBot(clock=clock, default_zone="Europe/London")
    services = build(database, clock, DiscordAnnouncer(bot))
    look = partial(services.leavers.run, DiscordPresence(bot))
    look_for_servers = partial(services.departures.run, DiscordPresence(bot))
    bot.use(
        services,
        [services.deliver.run, services.timetable.run, look, look_for_servers, *workers],
    )
    return bot


@dataclass
class Town:
    env: Env
    database: Database
    clock: SimClock
    foreseen: tuple[type[Exception], ...] = (TweetupError,)
    guild: GuildHandle = field(init=False)
    channel: ChannelHandle = field(init=False)

    def __post_init__(self) -> None:
        self.guild = self.env.create_guild("HR London")
        self.channel = self.guild.create_text_channel("tweetup")
        self._edit(self.guild.default_role, discord.Permissions.none())
        self.people = self.guild.create_role("People", permissions=PEOPLE)
        self.allow_bot(NEEDED)

    @property
    def bot(self) -> TweetupBot:
        assert isinstance(self.env.bot, TweetupBot)
        return self.env.bot

    @property
    def bot_id(self) -> int:
        return self.env.backend.bot_user.id

    @property
    def services(self) -> Services:
        return self.bot.services

    def allow_bot(self, names: frozenset[str]) -> None:
        """Let the bot do just this, everywhere in the server."""
        permissions = discord.Permissions(**dict.fromkeys(names, True))
        for role in self.guild.roles.values():
            if role.id in self.env.backend.guilds[self.guild.id].members[self.bot_id].role_ids:
                self._edit(role, permissions)

    def _edit(self, role: RoleHandle, permissions: discord.Permissions) -> None:
        changes = {"permissions": permissions.value}
        self.env.backend.edit_role(self.guild.id, role.id, changes)

    def member(self, name: str) -> MemberActor:
        return self.guild.add_member(self.env.create_user(name), roles=[self.people])

    def organiser(self) -> MemberActor:
        manage = discord.Permissions(manage_events=True)
        role = self.guild.create_role("Organisers", permissions=manage)
        return self.guild.add_member(self.env.create_user("olive"), roles=[self.people, role])

    async def create(self, by: MemberActor, **options: Any) -> InteractionResult:
        """The command and, where it shows a tweetup that can be made, the tap that makes it."""
        shown = await self.draft(by, **options)
        if shown.response is None or "Create" not in labels(shown.response):
            return shown
        return await by.click(shown.response, label="Create")

    async def draft(self, by: MemberActor, **options: Any) -> InteractionResult:
        return await by.slash(self.channel, "tweetup create", **(USUAL | options))

    async def plan(
        self, by: MemberActor, channel: ChannelHandle | None = None, **options: Any
    ) -> Event:
        """What comes of `create`, without the command and the tap, which cost as much again."""
        where, zone = channel or self.channel, self.bot.default_zone
        given: dict[str, Any] = {name: str(each) for name, each in (USUAL | options).items()}
        typed = Typed(where.id, zone, **given)
        drafts = self.services.drafts
        event = await drafts.create(await drafts.save(self.guild.id, by.id, typed))
        assert event is not None
        await self.env.settle()
        return event

    async def set_up(self, **options: Any) -> Event:
        """A tweetup that an organiser made."""
        return await self.plan(self.organiser(), **options)

    async def events(self) -> list[Event]:
        async with self.database.read() as conn:
            return await events.of_guild(conn, self.guild.id)

    def pinged(self) -> list[str]:
        """Whom the last message the bot sent was allowed to ping, by id."""
        sent: list[Any] = [r.json for r in self.env.http_requests if r.path.endswith("/messages")]
        assert sent[-1]["allowed_mentions"]["parse"] == []
        users: list[Any] = sent[-1]["allowed_mentions"].get("users", [])
        return [str(user) for user in users]

    def card(self) -> discord.Message:
        return next(m for m in self.channel.history() if m.embeds and m.components)

    def counts(self) -> dict[str | None, str | None]:
        """What stands on the card under each heading."""
        return {field.name: field.value for field in self.card().embeds[0].fields}

    def close_messages(self, member: MemberActor, **more: Any) -> None:
        """The member takes no direct messages; `times=1` if only the next is refused."""
        path = f"/channels/{member.user.dm_channel.id}/messages"
        self.env.inject_error("POST", path, status=403, code=50007, message="Cannot send", **more)

    def direct(self, member: MemberActor) -> list[discord.Message]:
        """The direct messages between the bot and a member, oldest first."""
        return member.user.dm_channel.history()

    async def sleep(self, hours: float) -> None:
        """Let that long go by without an hour for each of the bot's timers: what has come due in it
        is done in the end."""
        self.env.backend.advance_clock(hours * 3_600 - 1)
        await self.env.advance_time(1)

    async def restart(self) -> None:
        """A new process on the same database."""
        await self.env.restart_bot(new_bot(self.database, self.clock))


def answer_of(result: InteractionResult) -> ResponseMessage:
    """The answer to a command or a tap, which only the person who acted can see."""
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


def said(result: InteractionResult) -> str:
    """What the person who acted could read: the answer, then what followed it."""
    return "\n".join((answer_of(result).content, *(each.content for each in result.followups)))


def labels(message: discord.Message | ResponseMessage) -> list[str]:
    """What stands on the buttons under a message."""
    rows: list[Any] = list(message.components)
    if isinstance(message, discord.Message):
        rows = [row.to_dict() for row in message.components]
    return [item["label"] for row in rows for item in row["components"] if "label" in item]


def mirrored(channel: ChannelHandle) -> list[int]:
    """The ids of the posts in a channel or thread, in its order."""
    links = [embed.url or "" for m in channel.history() for embed in m.embeds]
    return [int(found[1]) for link in links if (found := re.search(r"/status/(\d+)", link))]
