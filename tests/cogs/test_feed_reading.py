"""A feed read from X for real: the bot as it runs, over HTTP, with a sandbox in X's place.

The simulated Discord waits for whatever listens to a connection, so the stream is tested with the
services.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from simcord.actors import MemberActor

from bot.app import assemble
from bot.sandbox.x_api import Fault, User, World, XSandbox
from db import feed
from tests.cogs.configured import configured
from tests.cogs.town import Town, answer_of, labels, mirrored, said

TAG = "#HRTweetup"


class Reading:
    """The town, with its X."""

    def __init__(self, town: Town, sandbox: XSandbox, ada: User) -> None:
        self.town = town
        self.sandbox = sandbox
        self.ada = ada
        self.olive: MemberActor

    async def start(self) -> None:
        """A new process."""
        config = configured(self.sandbox, poll_slowest_seconds=60)
        bot = assemble(config, self.town.database, self.town.clock)
        await self.town.env.restart_bot(bot)

    def say(self, number: int, ago: timedelta = timedelta(0)) -> int:
        at = self.town.clock.now() - ago
        return self.sandbox.world.post(self.ada, f"Post {number} {TAG}", at=at).id

    async def ask(self, command: str, **options: object) -> str:
        return said(await self.olive.slash(self.town.channel, f"feed {command}", **options))

    async def until(self, condition: Callable[[], bool], minutes: int = 5) -> None:
        """Let time pass, as far as it takes."""
        for _ in range(minutes * 6):
            if condition():
                return
            await self.town.env.advance_time(10)
            assert condition()

    def mirrored(self) -> list[int]:
        return mirrored(self.town.channel)

    def asked(self, ending: str) -> int:
        return sum(request.path.endswith(ending) for request in self.sandbox.requests)


@pytest.fixture
async def reading(town: Town) -> AsyncIterator[Reading]:
    """An organiser with a tweetup whose hashtag is polled."""
    async with XSandbox(World(town.clock.now)) as sandbox:
        ada = sandbox.world.add_user("ada_hr", "Ada Quill")
        made = Reading(town, sandbox, ada)
        made.olive = town.organiser()
        await made.start()
        yield made
        await town.env.shutdown()


async def test_when_x_refuses_the_status_says_so_and_resume_asks_again(reading: Reading) -> None:
    reading.sandbox.faults.add("search", Fault.credits_depleted())
    await reading.town.plan(reading.olive)
    await reading.until(lambda: reading.asked("/search/recent") == 1)
    post = reading.say(1)
    await reading.town.env.advance_time(7_200)
    assert reading.asked("/search/recent") == 1
    assert "out of credits" in reading.town.direct(reading.olive)[-1].content
    status = await reading.ask("status")
    assert "**Reading** has stopped, because X refuses." in status
    assert re.search(r"\*\*X last refused\*\* <t:\d+:R>: The X account is out of credits", status)

    assert await reading.ask("resume") == (
        "I ask X again now; `/feed status` shows whether it lets me read."
    )
    await reading.until(lambda: reading.mirrored() == [post])
    status = await reading.ask("status")
    assert "by searching now and then" in status
    assert "X last refused" in status


async def test_what_was_said_before_is_read_once_its_price_is_known(reading: Reading) -> None:
    earlier = [reading.say(n, ago=timedelta(days=3) - timedelta(hours=n)) for n in range(1, 13)]
    reading.say(99, ago=timedelta(days=8))
    await reading.town.plan(reading.olive)
    await reading.town.env.advance_time(120)
    before = reading.sandbox.charged
    asked = await reading.olive.slash(reading.town.channel, "feed backfill")
    question = said(asked)
    assert question.startswith("About 12 posts from before **HR Tweetup** was set up")
    assert "charges about $0.06 for them, and up to $0.12 more" in question
    assert labels(answer_of(asked)) == [
        "Read into the history",
        "Read and show in the channel",
        "Leave it",
    ]
    assert reading.sandbox.charged - before == 5_000

    await reading.olive.click(answer_of(asked), label="Read into the history")
    assert "in the history only 12." in await reading.ask("status")
    assert reading.mirrored() == []
    assert reading.sandbox.charged - before == 5_000 + 12 * 5_000 + 10_000
    standing = await reading.town.services.budget.standing(reading.town.guild.id)
    assert reading.sandbox.charged == standing.spent

    await reading.ask("pause")
    newer = reading.say(13)
    await reading.town.env.advance_time(180)
    asked = await reading.olive.slash(reading.town.channel, "feed backfill")
    await reading.olive.click(answer_of(asked), label="Read and show in the channel")
    await reading.ask("resume")
    await reading.until(lambda: reading.mirrored() == [*earlier, newer])
    assert reading.sandbox.charged - before == 2 * 5_000 + 13 * 5_000 + 10_000


async def test_a_backfill_survives_a_restart_and_can_be_left(reading: Reading) -> None:
    reading.say(1, ago=timedelta(days=1))
    await reading.town.plan(reading.olive)
    asked = await reading.olive.slash(reading.town.channel, "feed backfill")
    left = await reading.olive.click(answer_of(asked), label="Leave it")
    assert left.response is not None
    assert left.response.content == "Nothing was read."
    assert left.response.components == []
    async with reading.town.database.read() as conn:
        assert await feed.counts(conn, 1) == {}
    asked = await reading.olive.slash(reading.town.channel, "feed backfill")
    await reading.start()
    await reading.olive.click(answer_of(asked), label="Read into the history")
    async with reading.town.database.read() as conn:
        assert await feed.counts(conn, 1) == {"imported": 1}


async def test_a_backfill_that_x_refuses_says_why_and_can_go_on(reading: Reading) -> None:
    for number in range(120):
        reading.say(number, ago=timedelta(hours=2))
    await reading.town.plan(reading.olive)
    asked = await reading.olive.slash(reading.town.channel, "feed backfill")
    reading.sandbox.limits.per_window["search"] = reading.asked("/search/recent") + 1
    refused = await reading.olive.click(answer_of(asked), label="Read into the history")
    assert "X cannot be asked just now" in "\n".join(each.content for each in refused.followups)
    reading.sandbox.limits.per_window["search"] = 450
    await reading.town.env.advance_time(1_000)
    before = reading.sandbox.charged
    again = await reading.olive.slash(reading.town.channel, "feed backfill")
    await reading.olive.click(answer_of(again), label="Read into the history")
    async with reading.town.database.read() as conn:
        assert await feed.counts(conn, 1) == {"imported": 120}
    assert reading.sandbox.charged - before <= 5_000 + 20 * 5_000


async def test_with_nothing_before_there_is_nothing_to_read(reading: Reading) -> None:
    await reading.town.plan(reading.olive)
    assert "There is nothing to read" in await reading.ask("backfill")
