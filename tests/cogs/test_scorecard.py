"""The eight-point test of one's own account: the price first, then what was seen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.app import assemble, read_x
from bot.sandbox.x_api import Fault, User, XSandbox
from cogs.client import TweetupBot
from db.engine import Database
from tests.cogs.configured import configured
from tests.cogs.posts import code_in
from tests.cogs.town import SimClock, Town, answer_of, labels, said

DAY = 24 * 3_600


@pytest.fixture
def simcord_bot(file: Database, clock: SimClock, sandbox: XSandbox) -> TweetupBot:
    """The bot as it reads X for real, with three dollars a month to do it."""
    config = configured(sandbox, cap=3.0, poll_fastest_seconds=3_600, poll_slowest_seconds=3_600)
    bot = assemble(config, file, clock)
    reading = [w for w in bot.workers if getattr(w, "func", None) is read_x]
    bot.use(bot.services, [bot.services.deliver.run, *reading])
    return bot


async def linked(town: Town, sandbox: XSandbox, account: User, name: str) -> MemberActor:
    """A member who has shown by a post that an account is theirs."""
    member = town.member(name)
    claimed = said(await member.slash(town.channel, "link", handle=account.handle))
    sandbox.world.post(account, f"#HRTweetup {code_in(claimed)}", at=town.clock.now())
    await town.env.advance_time(3_700)
    return member


async def taps(member: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    return await member.click(answer_of(shown), label=label)


def read(result: InteractionResult) -> str:
    """Everything that stands in the embeds of an answer and of what followed it."""
    found = [answer_of(result), *result.followups]
    embeds = [embed for message in found for embed in message.embeds]
    return "\n".join(
        part
        for embed in embeds
        for part in (embed.description or "", *(f"{f.name}\n{f.value}" for f in embed.fields))
    )


async def test_ones_own_account_is_looked_at_once_the_price_is_seen_and_then_rests_for_a_week(
    town: Town, sandbox: XSandbox
) -> None:
    nell = sandbox.world.add_user(
        "nell_hr", "Nell Rowe", followers=41, description="HR in Leeds, cake"
    )
    ada = sandbox.world.add_user("ada_hr", "Ada *Quill")
    await town.set_up()
    for number in range(12):
        at = town.clock.now() - timedelta(days=3 * number, hours=1)
        theirs = sandbox.world.post(ada, f"Question {number}", at=at)
        sandbox.world.post(
            nell, "We **sat** down with payroll for a morning", at=at, reply_to=theirs
        )
    member = await linked(town, sandbox, nell, "nell")

    before = sandbox.charged
    asked = await member.slash(town.channel, "scorecard", handle="@Nell_HR")
    assert "posts as **@nell\\_hr**" in said(asked)
    assert "up to 200 posts of the last twelve weeks, for **$1.01 at most**" in said(asked)
    assert labels(answer_of(asked)) == ["Look at my posts", "Not now"]
    assert "nothing was read" in said(await taps(member, asked, "Not now"))
    assert sandbox.charged == before

    asked = await member.slash(town.channel, "scorecard")
    card = read(await taps(member, asked, "Look at my posts"))
    assert "I looked at all 13 posts of the last twelve weeks; they go back 5 weeks." in card
    assert "12 of 13 things you said stand in conversations that others began" in card
    assert "41 people follow you." in card
    assert re.search(r"“We \\+\*\\+\*sat", card)
    assert "/status/" in card
    # One post of theirs was read already when it proved the account, and so was the account.
    assert sandbox.charged - before == 12 * 5_000
    standing = await town.services.budget.standing(town.guild.id)
    assert standing.spent == sandbox.charged

    again = said(await member.slash(town.channel, "scorecard"))
    assert "ask me again after <t:" in again
    town.env.backend.advance_clock(7 * DAY)
    assert "up to 200 posts" in said(await member.slash(town.channel, "scorecard"))


async def test_whose_account_it_may_not_be_and_when_it_must_wait(
    town: Town, sandbox: XSandbox
) -> None:
    nell = sandbox.world.add_user("nell_hr", "Nell Rowe")
    sandbox.world.add_user("ada_hr", "Ada Quill")
    await town.set_up()
    stranger = town.member("zed")
    assert "`/link` tells me" in said(await stranger.slash(town.channel, "scorecard"))
    member = await linked(town, sandbox, nell, "nell")
    others = said(await member.slash(town.channel, "scorecard", handle="ada_hr"))
    assert "which is @nell\\_hr: nobody likes being marked by others" in others

    asked = await member.slash(town.channel, "scorecard")
    sandbox.faults.add("timelines", Fault.credits_depleted())
    assert "only whoever runs this bot" in explained(await taps(member, asked, "Look at my posts"))
    asked = await member.slash(town.channel, "scorecard")
    few = await taps(member, asked, "Look at my posts")
    assert "@nell\\_hr has 1 post of the last twelve weeks" in said(few)
    # So little was said that asking again need not wait.
    asked = await member.slash(town.channel, "scorecard")
    assert "for **$1.01 at most**" in said(asked)

    # Two dollars and seventy cents are for reading: what is left is less than a card may cost.
    await town.services.budget.read(posts=dict.fromkeys(range(340), ("hrtweetup",)), users={})
    refused = said(await member.slash(town.channel, "scorecard"))
    assert "has no room for that just now" in refused
    assert "has no room" in explained(await taps(member, asked, "Look at my posts"))


def explained(result: InteractionResult) -> str:
    """The sentence that followed a tap which could not be done."""
    return result.followups[-1].content
