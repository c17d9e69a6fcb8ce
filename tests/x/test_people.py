"""Somebody looked up by their handle, over real HTTP."""

from __future__ import annotations

import pytest

from bot.domain.gone import Gone
from bot.errors import UserError
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.people import PeopleLookup
from tests.x.conftest import Bill, Spent, Story, client_of


async def test_a_protected_person_is_found_and_paid_for_once(
    sandbox: XSandbox, client: XClient, bill: Bill, story: Story
) -> None:
    story.world.protect(story.bo)
    found = await PeopleLookup(client).person("bopayroll")
    assert (found.id, found.handle, found.protected) == (story.bo.id, "BoPayroll", True)
    assert bill.charged == sandbox.charged == 10_000


@pytest.mark.parametrize(("handle", "key"), [("nobody", "nobody"), ("cleo_hires", "suspended")])
async def test_whoever_is_not_there_costs_nothing(
    client: XClient, bill: Bill, story: Story, handle: str, key: str
) -> None:
    story.world.suspend(story.cleo)
    with pytest.raises(UserError) as refused:
        await PeopleLookup(client).person(handle)
    assert refused.value.key == f"vouch.{key}"
    assert bill.charged == 0


@pytest.mark.parametrize(
    "fault", [Fault.server_error(), Fault.credits_depleted(), Fault.rate_limited()]
)
async def test_x_may_not_answer_now(sandbox: XSandbox, client: XClient, fault: Fault) -> None:
    sandbox.faults.add("users", fault)
    with pytest.raises(UserError) as refused:
        await PeopleLookup(client).person("BoPayroll")
    assert refused.value.key == "vouch.later"


async def test_a_budget_that_is_used_up_asks_nothing(
    sandbox: XSandbox, bill: Bill, story: Story
) -> None:
    async with client_of(sandbox, bill, thrift=Spent()) as client:
        with pytest.raises(UserError) as refused:
            await PeopleLookup(client).person("BoPayroll")
    assert refused.value.key == "vouch.paused"
    assert sandbox.requests == []


async def test_a_handle_of_digits_says_nothing_of_the_person_with_that_id(
    sandbox: XSandbox, bill: Bill
) -> None:
    heard: list[Gone] = []

    class Witness:
        async def remove(self, gone: Gone) -> None:
            heard.append(gone)

    async with client_of(sandbox, bill, witness=Witness()) as client:
        assert await client.user_by_handle("12") is None
    assert heard == []
