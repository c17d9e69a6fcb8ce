"""Compliance jobs and look-ups over loopback, with all that can go wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.domain.gone import Gone, Kept
from bot.errors import NoAnswer, SourceStopped
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.compliance import Compliance
from tests.clock import ManualClock
from tests.x.conftest import Bill, Heard, Story, client_of
from tests.x.streaming import the_post

JOBS = "/2/compliance/jobs"
Result = TypeVar("Result")


@dataclass
class Notes:
    jobs: dict[Kept, int | None] = field(default_factory=dict)

    async def job(self, kind: Kept) -> int | None:
        return self.jobs.get(kind)

    async def note_job(self, kind: Kept, job_id: int | None) -> None:
        self.jobs[kind] = job_id


@pytest.fixture
async def client(sandbox: XSandbox, bill: Bill, heard: Heard) -> AsyncIterator[XClient]:
    async with client_of(sandbox, bill, witness=heard) as opened:
        yield opened


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def compliance(client: XClient, notes: Notes, clock: ManualClock) -> Compliance:
    return Compliance(client, notes, clock)


async def meanwhile(clock: ManualClock, asked: Awaitable[Result]) -> Result:
    """Let time pass for as long as X is waited for, three hours at most."""
    task = asyncio.ensure_future(asked)
    passing = asyncio.create_task(clock.run(hours=3))
    await asyncio.wait([task, passing], return_when=asyncio.FIRST_COMPLETED)
    passing.cancel()
    await asyncio.gather(passing, return_exceptions=True)
    return await task


def begun(sandbox: XSandbox) -> int:
    return sum((seen.method, seen.path) == ("POST", JOBS) for seen in sandbox.requests)


def uploads(sandbox: XSandbox) -> int:
    return sum(seen.method == "PUT" for seen in sandbox.requests)


async def posts_gone(story: Story, clock: ManualClock, compliance: Compliance) -> Gone:
    """One is deleted, one hidden with its account, one stands."""
    deleted, hidden, stands = (story.say(n) for n in (0, 1, 2))
    story.world.delete(the_post(story, deleted))
    story.world.protect(story.bo)
    found = await meanwhile(clock, compliance.by_job("post", [deleted, hidden, stands, 404]))
    assert found == Gone({deleted: "deleted", hidden: "protected"})
    return found


async def test_a_job_names_what_is_gone_for_nothing(
    story: Story, clock: ManualClock, compliance: Compliance, sandbox: XSandbox, bill: Bill
) -> None:
    await posts_gone(story, clock, compliance)
    assert (sandbox.charged, bill.charged) == (0, 0)


async def test_a_job_names_the_people_who_are_gone(
    story: Story, clock: ManualClock, compliance: Compliance
) -> None:
    story.world.suspend(story.amara)
    story.world.rename(story.bo, "bo_at_last")
    asked = compliance.by_job("person", [story.amara.id, story.bo.id])
    assert await meanwhile(clock, asked) == Gone(people={story.amara.id: "suspended"})


async def test_with_nothing_to_ask_x_is_left_alone(
    compliance: Compliance, sandbox: XSandbox
) -> None:
    assert not await compliance.by_job("post", [])
    await compliance.by_look_up("post", [])
    assert sandbox.requests == []


async def test_the_token_stays_out_of_the_store(
    story: Story,
    clock: ManualClock,
    compliance: Compliance,
    monkeypatch: pytest.MonkeyPatch,
    sandbox: XSandbox,
) -> None:
    seen: dict[str, str | None] = {}
    original = sandbox._gate._note

    def note(request: object) -> None:
        seen[request.path] = request.headers.get("Authorization")  # type: ignore[attr-defined]
        original(request)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox._gate, "_note", note)
    await posts_gone(story, clock, compliance)
    signed = {path.startswith("/2/") for path, token in seen.items() if token}
    bare = {path.startswith("/compliance/") for path, token in seen.items() if not token}
    assert (signed, bare) == ({True}, {True})


@pytest.mark.parametrize(
    "fault",
    [
        Fault.rate_limited(),
        Fault.rate_limited(headers=False),
        Fault.html_503(),
        Fault.server_error(),
        Fault.dropped(),
        Fault.cut(),
    ],
    ids=["limited", "limited-blind", "html", "500", "dropped", "cut"],
)
async def test_trouble_is_waited_out(
    fault: Fault, story: Story, clock: ManualClock, compliance: Compliance, sandbox: XSandbox
) -> None:
    sandbox.faults.add("compliance", fault, times=3)
    await posts_gone(story, clock, compliance)


async def test_a_restart_takes_the_job_up_again(
    story: Story, clock: ManualClock, client: XClient, notes: Notes, sandbox: XSandbox
) -> None:
    """Whether X was at work already or still waits for the ids."""
    gone = story.say(0)
    story.world.delete(the_post(story, gone))
    for uploaded in (0, 1):
        first = asyncio.create_task(Compliance(client, notes, clock).by_job("post", [gone]))
        while uploads(sandbox) < uploaded or not notes.jobs.get("post"):  # noqa: ASYNC110
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        second = Compliance(client, notes, clock).by_job("post", [gone])
        assert await meanwhile(clock, second) == Gone({gone: "deleted"})
        assert begun(sandbox) == uploaded + 1
        notes.jobs.clear()


@pytest.mark.parametrize("old", [404, "expired", "week"])
async def test_a_job_that_is_too_old_to_use_is_left(
    old: int | str,
    story: Story,
    clock: ManualClock,
    compliance: Compliance,
    client: XClient,
    notes: Notes,
) -> None:
    job = await client.begin_job("post")
    notes.jobs["post"] = job.id
    if old == 404:
        notes.jobs["post"] = 404
    elif old == "expired":
        clock.move(minutes=20)
    else:
        await client.transfer("PUT", job.upload_url, "1")
        clock.move(days=6)
    await posts_gone(story, clock, compliance)
    assert notes.jobs["post"] not in (404, job.id)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.client_forbidden(),
        Fault.credits_depleted(),
        Fault.unauthorised(),
        Fault.empty(),
    ],
)
async def test_a_job_that_is_refused_gives_no_answer(
    fault: Fault, compliance: Compliance, sandbox: XSandbox
) -> None:
    sandbox.faults.add("compliance", fault)
    with pytest.raises(NoAnswer):
        await compliance.by_job("post", [1])


async def test_patience_ends(
    clock: ManualClock, compliance: Compliance, client: XClient, sandbox: XSandbox
) -> None:
    sandbox.faults.add("compliance", Fault.server_error(), times=1_000)
    start = clock.now()
    with pytest.raises(NoAnswer):
        await meanwhile(clock, compliance.by_job("post", [1]))
    assert timedelta(hours=1) <= clock.now() - start < timedelta(hours=1, minutes=10)
    assert len(sandbox.requests) <= 120


async def test_look_ups_go_by_the_hundred_and_are_billed(
    story: Story,
    clock: ManualClock,
    compliance: Compliance,
    heard: Heard,
    sandbox: XSandbox,
    bill: Bill,
) -> None:
    ids = story.say_many(250, first_ago=timedelta(days=2))
    for gone in ids[::100]:
        story.world.delete(the_post(story, gone))
    sandbox.faults.add("posts", Fault.server_error())
    await meanwhile(clock, compliance.by_look_up("post", ids))
    assert [dict(gone.posts) for gone in heard.told] == [
        {gone: "deleted"} for gone in sorted(ids[::100])
    ]
    assert bill.charged == sandbox.charged == 247 * 5_000


async def test_look_ups_stop_where_somebody_must_act(
    compliance: Compliance, sandbox: XSandbox
) -> None:
    sandbox.faults.add("posts", Fault.credits_depleted())
    with pytest.raises(SourceStopped):
        await compliance.by_look_up("post", [1])
