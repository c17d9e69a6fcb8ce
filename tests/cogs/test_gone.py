"""The whole bot, its X on loopback: what is gone there is gone from the channel within a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import discord
import pytest
import sqlalchemy as sa
from simcord.actors import MemberActor

from bot.app import assemble
from bot.sandbox.x_api import Fault, Post, User, World, XSandbox
from cogs.client import TweetupBot
from db.engine import Database
from db.schema import metadata
from tests.cogs.configured import configured
from tests.cogs.posts import code_in
from tests.cogs.town import SimClock, Town, answer_of, mirrored, said
from tests.db.rows import audited

_POST = re.compile(r"/status/(\d+)\Z")
# Searches half an hour apart leave the time to what is tested here.
_POLLING = {"poll_fastest_seconds": 1_800, "poll_slowest_seconds": 1_800}
_REASONS = ("deleted", "protected", "suspended", "withheld")


@pytest.fixture
def simcord_bot(file: Database, clock: SimClock, sandbox: XSandbox) -> TweetupBot:
    return _bot(file, clock, sandbox)


def _bot(database: Database, clock: SimClock, sandbox: XSandbox) -> TweetupBot:
    return assemble(configured(sandbox, **_POLLING), database, clock)


@dataclass
class Place:
    """A tweetup in the town, and what is said about it on X."""

    town: Town
    sandbox: XSandbox
    users: dict[str, User]

    @property
    def world(self) -> World:
        return self.sandbox.world

    def user(self, handle: str) -> User:
        if handle not in self.users:
            self.users[handle] = self.world.add_user(handle, handle.title())
        return self.users[handle]

    def say(self, who: str, text: str, reply_to: Post | None = None) -> Post:
        at = self.town.clock.now()
        return self.world.post(self.user(who), f"{text} #HRTweetup", at=at, reply_to=reply_to)

    def lose(self, post: Post, reason: str) -> None:
        match reason:
            case "deleted":
                self.world.delete(post)
            case "protected":
                self.world.protect(post.author)
            case "suspended":
                self.world.suspend(post.author)
            case _:
                self.world.withhold(post, "DE")

    async def pass_time(self, hours: float) -> None:
        while hours > 0:
            await self.town.env.advance_time(min(hours, 1) * 3_600)
            hours -= 1

    async def day_goes_by(self) -> None:
        """As much of a day as a sweep may take, the most of it in one go."""
        await self.town.sleep(19.5)
        await self.pass_time(1.5)

    def shown(self) -> list[int]:
        return mirrored(self.town.channel)

    async def everything(self) -> str:
        async with self.town.database.read() as conn:
            tables = [await conn.execute(sa.select(each)) for each in metadata.sorted_tables]
            return "\n".join(str(row) for rows in tables for row in rows)

    async def audited(self) -> dict[str, int]:
        async with self.town.database.read() as conn:
            return await audited(conn)

    async def week_off(self) -> None:
        """The process ends, a week passes, another begins."""
        await self.town.bot.close()
        self.town.env.backend.advance_clock(timedelta(days=7).total_seconds())
        bot = _bot(self.town.database, self.town.clock, self.sandbox)
        await self.town.env.restart_bot(bot)


@pytest.fixture
async def place(town: Town, sandbox: XSandbox) -> Place:
    # The last round of introductions is a day before, four hours from now.
    await town.set_up(when="2 January 04:00")
    return Place(town, sandbox, {})


@pytest.mark.parametrize("off", [False, True], ids=["within a day", "after a week off"])
async def test_whatever_befell_it_on_x_it_is_gone_here(
    town: Town, place: Place, *, off: bool
) -> None:
    lost = {reason: place.say(f"who_{reason}", f"secret {reason}") for reason in _REASONS}
    stands = place.say("stays", "I stay")
    # The worst time to vanish is just after a sweep.
    await place.pass_time(1)
    if not off:
        await town.sleep(18.5)
        await place.pass_time(1)
    assert sorted(place.shown()) == sorted(post.id for post in (*lost.values(), stands))
    for reason, post in lost.items():
        place.lose(post, reason)
    # A new handle is no removal.
    place.world.rename(place.user("stays"), "stays_anew")
    if off:
        await place.week_off()
        await place.pass_time(2)
    else:
        await town.sleep(22)
        await place.pass_time(2)
    assert place.shown() == [stands.id]
    kept = await place.everything()
    assert "I stay" in kept
    assert "secret" not in kept
    assert "who_suspended" not in kept
    audited = await place.audited()
    assert audited.pop("post.withheld") == 1
    # Whether a job or a look-up comes first, which knows less of the reason.
    assert sum(audited[what] for what in audited if re.match(r"post\.(?!swept)", what)) == 3


async def test_without_jobs_look_ups_find_it(town: Town, place: Place) -> None:
    lost = {reason: place.say(f"who_{reason}", f"secret {reason}") for reason in _REASONS}
    stands = place.say("stays", "I stay")
    await place.pass_time(1)
    for reason, post in lost.items():
        place.lose(post, reason)
    place.sandbox.faults.add("compliance", Fault.client_forbidden(), times=1_000)
    await place.day_goes_by()
    assert place.shown() == [stands.id]
    kept = await place.everything()
    assert "secret" not in kept
    assert "who_suspended" not in kept


@pytest.mark.long
async def test_what_is_withheld_later_goes_within_a_day_and_what_was_read_today_is_free(
    town: Town, place: Place
) -> None:
    posts = [place.say(f"who_{n}", f"number {n}") for n in range(3)]
    await place.pass_time(1)
    read = place.sandbox.charged
    await place.pass_time(22.9)
    place.lose(posts[0], "withheld")
    place.lose(posts[1], "deleted")
    looked_up = sum(request.path == "/2/tweets" for request in place.sandbox.requests)
    assert looked_up == 1
    assert place.sandbox.charged == read > 0
    await place.pass_time(24)
    assert place.shown() == [posts[2].id]


async def test_a_shared_message_loses_its_part_and_a_reply_stands(town: Town, place: Place) -> None:
    first = place.say("amara", "the first")
    others = [place.say(f"who_{n}", f"number {n}") for n in range(6)]
    await place.pass_time(1)
    reply = place.say("bo", "I think so too", reply_to=first)
    await place.pass_time(1)
    messages = [
        m for m in town.channel.history() if any(_POST.search(e.url or "") for e in m.embeds)
    ]
    assert len(messages) == 2
    place.lose(first, "deleted")
    place.lose(others[3], "deleted")
    await place.day_goes_by()
    left = [post.id for post in others if post is not others[3]]
    assert place.shown() == [*left, reply.id]


async def test_a_deleted_parent_goes_as_soon_as_x_tells_of_it(town: Town, place: Place) -> None:
    parent = place.say("amara", "the first")
    await place.pass_time(1)
    place.lose(parent, "deleted")
    reply = place.say("bo", "I think so too", reply_to=parent)
    await place.pass_time(1)
    assert place.shown() == [reply.id]
    assert await place.audited() == {"post.deleted": 1}


async def test_what_a_moderator_took_away_is_no_trouble(town: Town, place: Place) -> None:
    lost = place.say("amara", "the first")
    others = [place.say(f"who_{n}", f"number {n}") for n in range(6)]
    await place.pass_time(1)
    (message,) = [m for m in town.channel.history() if len(m.embeds) == 7]
    town.env.backend.delete_message(town.channel.id, message.id)
    place.lose(lost, "deleted")
    await place.day_goes_by()
    new = place.say("bo", "Any tea left?")
    await place.pass_time(1)
    assert place.shown() == [new.id]
    assert others


async def test_introductions_that_rest_on_it_go_on_with_what_is_left_or_go(
    town: Town, place: Place
) -> None:
    members = {name: town.member(name) for name in ("amara", "bo")}
    for name, member in members.items():
        await _join(place, member, name)
    first = place.say("amara", "What do you all ask first?")
    second = place.say("bo", "What did you stop doing?", reply_to=first)
    third = place.say("amara", "A secret", reply_to=second)
    await place.pass_time(2)
    (thread,) = town.channel.threads
    assert _quoted(thread.history()) == [third.id, second.id]

    place.lose(third, "deleted")
    await place.day_goes_by()
    assert _quoted(thread.history()) == [second.id]
    assert "secret" not in await place.everything()

    place.lose(second, "deleted")
    place.say("cleo", "So what was it?", reply_to=second)
    await place.pass_time(1)
    assert town.channel.threads == []


async def _join(place: Place, member: MemberActor, handle: str) -> None:
    panel = await member.click(place.town.card(), label="Going")
    await member.click(answer_of(panel), label="Introduce me to people I’ve talked to")
    claimed = said(await member.slash(place.town.channel, "link", handle=handle))
    place.say(handle, code_in(claimed))
    await place.pass_time(1)


def _quoted(messages: list[discord.Message]) -> list[int]:
    links = [embed.url or "" for message in messages for embed in message.embeds]
    return [int(found[1]) for url in links if (found := _POST.search(url))]
