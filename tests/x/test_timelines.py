"""One person's timeline, over real HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.gone import Gone
from bot.domain.scorecard import Timeline
from bot.errors import SourceStopped, UserError
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.fields import FieldNames
from bot.x.timelines import TimelineReader
from tests.x.conftest import Bill, Spent, Story, client_of, paths

GUILD = 10


async def read(client: XClient, story: Story, *, most: int = 200) -> Timeline:
    since = story.clock.now() - timedelta(weeks=12)
    return await TimelineReader(client, "tweet").read(story.bo.id, since, most, GUILD)


def post_many(story: Story, count: int) -> None:
    first = story.clock.now() - timedelta(minutes=count)
    for number in range(count):
        story.world.post(story.bo, f"Payslip {number}", at=first + timedelta(minutes=number))


async def test_a_timeline_is_read_in_pages_on_the_guilds_account_up_to_as_many_as_were_told(
    sandbox: XSandbox, client: XClient, bill: Bill, story: Story
) -> None:
    story.bo.followers, story.bo.description = 41, "Payroll & \u202eplain words"
    post_many(story, 130)
    whole = await read(client, story)
    assert (len(whole.posts), whole.whole) == (130, True)
    assert [post.text for post in whole.posts[:2]] == ["Payslip 129", "Payslip 128"]
    assert (whole.profile.followers, whole.profile.about) == (41, "Payroll & plain words")
    assert whole.profile.author.handle == "BoPayroll"
    assert bill.charged == sandbox.charged == 130 * 5_000 + 10_000
    assert bill.payers == {GUILD}

    part = await read(client, story, most=105)
    assert (len(part.posts), part.whole) == (105, False)
    assert [each["max_results"] for each in paths(sandbox, "/tweets")] == ["100", "100", "100", "5"]
    assert bill.charged == sandbox.charged


@pytest.mark.parametrize("names", ["tweet", "post"])
async def test_what_it_refers_to_is_not_paid_for_unless_x_tells_of_it_in_no_other_way(
    sandbox: XSandbox, bill: Bill, story: Story, names: FieldNames
) -> None:
    at = story.clock.now() - timedelta(hours=1)
    theirs = story.world.post(story.amara, "Slides? https://slides.example", at=at)
    other = story.world.post(story.cleo, "Quote me", at=at)
    story.world.post(story.bo, "Here", at=at, reply_to=theirs)
    story.world.post(story.bo, repost_of=theirs, at=at)
    story.world.post(story.bo, "As she says", quote=other, at=at)
    story.world.post(story.bo, "Late? https://trains.example", at=at - timedelta(weeks=13))
    async with client_of(sandbox, bill, field_names=names) as client:
        reader = TimelineReader(client, names)
        since = story.clock.now() - timedelta(weeks=12)
        found = await reader.read(story.bo.id, since, 200, GUILD)
    quoting, passed_on, answer = found.posts
    assert answer.reply_to_id == theirs.id
    assert [mention.handle for mention in answer.mentions] == ["amara_learns"]
    assert (passed_on.reposted_id, passed_on.reposted_author_id) == (theirs.id, story.amara.id)
    assert (quoting.quoted_id, quoting.links[0].expanded_url) == (other.id, other.url)
    assert bill.charged == sandbox.charged <= reader.billed(3) * 5_000 + 10_000
    assert reader.billed(3) == {"tweet": 3, "post": 6}[names]


@pytest.mark.parametrize("state", ["gone", "suspended", "protected"])
async def test_an_account_nobody_can_read_says_why_and_whatever_stood_here_goes(
    sandbox: XSandbox, bill: Bill, story: Story, state: str
) -> None:
    heard: list[Gone] = []

    class Witness:
        async def remove(self, gone: Gone) -> None:
            heard.append(gone)

    post_many(story, 3)
    if state == "suspended":
        story.world.suspend(story.bo)
    elif state == "protected":
        story.world.protect(story.bo)
    else:
        del story.world._users[story.bo.id]
    async with client_of(sandbox, bill, witness=Witness()) as client:
        with pytest.raises(UserError) as refused:
            await read(client, story)
    assert refused.value.key == f"scorecard.{state}"
    assert [list(gone.people) for gone in heard] == [[story.bo.id]]
    assert paths(sandbox, "/tweets") == []


async def test_an_account_that_posted_nothing_has_an_empty_timeline(
    client: XClient, story: Story
) -> None:
    assert (await read(client, story)).posts == ()


@pytest.mark.parametrize("where", ["users", "timelines"])
@pytest.mark.parametrize("fault", [Fault.server_error(), Fault.rate_limited()])
async def test_x_may_not_answer_now(
    sandbox: XSandbox, client: XClient, story: Story, fault: Fault, where: str
) -> None:
    sandbox.faults.add(where, fault)
    with pytest.raises(UserError) as refused:
        await read(client, story)
    assert refused.value.key == "scorecard.later"


async def test_without_credits_somebody_has_to_act(
    sandbox: XSandbox, client: XClient, story: Story
) -> None:
    sandbox.faults.add("timelines", Fault.credits_depleted())
    with pytest.raises(SourceStopped) as stopped:
        await read(client, story)
    assert stopped.value.key == "x.no_credits"


async def test_a_budget_that_is_used_up_asks_nothing(
    sandbox: XSandbox, bill: Bill, story: Story
) -> None:
    async with client_of(sandbox, bill, thrift=Spent()) as client:
        with pytest.raises(UserError) as refused:
            await read(client, story)
    assert refused.value.key == "scorecard.no_money"
    assert sandbox.requests == []
