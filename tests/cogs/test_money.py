"""What is said of money: in the channel as steps are taken, and in the feed's status."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import assemble, sweep_x
from bot.domain.budget import Standing, Step
from bot.sandbox.x_api import XSandbox
from cogs.client import TweetupBot
from cogs.render.money import dollars, money_lines
from db.engine import Database
from tests.cogs.configured import configured
from tests.cogs.town import SimClock, Town, mirrored

DOLLAR = 1_000_000
HOUR = 3_600


@pytest.fixture
def simcord_bot(file: Database, clock: SimClock, sandbox: XSandbox) -> TweetupBot:
    return whole_bot(file, clock, sandbox)


def whole_bot(file: Database, clock: SimClock, sandbox: XSandbox) -> TweetupBot:
    """The bot as it runs for real, with one dollar a month to read X."""
    config = configured(sandbox, cap=1.0, poll_fastest_seconds=1_200, poll_slowest_seconds=1_800)
    bot = assemble(config, file, clock)
    # The sweep for what is gone looks posts up; a dollar is soon spent on that as well.
    sweeps = sweep_x.__qualname__
    reading = [each for each in bot.workers if getattr(each, "__qualname__", "") != sweeps]
    bot.use(bot.services, reading)
    return bot


async def test_the_channel_is_told_of_each_step_once_and_of_the_months_turn(
    town: Town, sandbox: XSandbox, file: Database, clock: SimClock
) -> None:
    await town.set_up(when="5 February 18:30")
    ada = sandbox.world.add_user("ada_hr", "Ada Quill")

    async def say(count: int) -> None:
        for number in range(count):
            at = clock.now() + timedelta(seconds=number)
            sandbox.world.post(ada, f"Post {number} #HRTweetup", at=at)
        await town.env.advance_time(HOUR)

    def told() -> list[str]:
        return [m.content for m in town.channel.history() if "reading X" in m.content]

    # Of a dollar ninety cents are for reading: ada costs one of them, a post half of one.
    await say(130)
    assert ["leave out the names" in each for each in told()] == [True]
    await town.env.restart_bot(whole_bot(file, clock, sandbox))
    await say(22)
    await say(2)
    assert "look for new posts less often" in told()[-1]
    await say(12)
    assert "no longer fetch the posts" in told()[-1]
    await say(30)
    assert "used up" in told()[-1]
    assert len(told()) == 4
    assert all("$" not in each for each in told())
    assert town.pinged() == []

    spent, seen = sandbox.charged, mirrored(town.channel)
    assert 900_000 <= spent <= 1_000_000
    for _ in range(3):
        await say(10)
    assert (sandbox.charged, mirrored(town.channel), len(told())) == (spent, seen, 4)

    standing = await town.services.budget.standing(town.guild.id)
    assert standing.spent == spent
    assert "The cap is reached" in "\n".join(money_lines(standing))

    # A month goes by without an hour for each of its timers.
    town.env.backend.advance_clock(31 * 24 * HOUR)
    await town.env.advance_time(HOUR)
    assert len(told()) == 5
    assert "There is budget for reading X again" in told()[-1]
    # What was said in January is further back than search reaches.
    await say(3)
    assert len(mirrored(town.channel)) == len(seen) + 3


def test_the_status_shows_spent_forecast_and_cap() -> None:
    standing = Standing(
        spent=3_204_900,
        forecast=12 * DOLLAR,
        cap=1_250 * DOLLAR,
        kept_back=125 * DOLLAR,
        step=Step.FULL,
        forecast_then=6 * DOLLAR,
    )
    assert money_lines(standing, "HR *Tweetup*") == (
        "Reading X has cost $3.20 of $1,250.00 this month (UTC); $125.00 of that is kept back for "
        "finding removed posts.",
        "At the rate of the last seven days it will be $12.00 by the end of the month.",
        "By the end of **HR \\*Tweetup\\*** it will be $6.00, counted from the first of this "
        "month.",
    )


def test_without_a_cap_and_an_event_the_status_says_so() -> None:
    lines = money_lines(Standing(0, 0, None, 0, Step.FULL))
    assert lines[0] == "Reading X has cost $0.00 this month (UTC). No cap is set."
    assert len(lines) == 2


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.FULL])
def test_the_status_says_what_is_left_out_and_when_x_counts_otherwise(step: Step) -> None:
    lines = money_lines(Standing(1, 1, 2, 0, step, miscount=12))
    assert "cap" in lines[2]
    assert "differs from mine by 12 %" in lines[3]


@pytest.mark.parametrize(
    ("micro_dollars", "shown"),
    [(0, "$0.00"), (1, "$0.01"), (14_999, "$0.01"), (15_001, "$0.02"), (10**10, "$10,000.00")],
)
def test_dollars_are_shown_to_the_cent(micro_dollars: int, shown: str) -> None:
    assert dollars(micro_dollars) == shown
