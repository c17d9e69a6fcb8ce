"""Each thing that can go wrong with a request, over real HTTP."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.sandbox.x_api import Fault, Post, World, XSandbox

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock

SEARCH = "/2/tweets/search/recent"
QUERY = {"query": "#HRTweetupLDN"}


@pytest.mark.parametrize(
    ("fault", "status", "title"),
    [
        (Fault.server_error(), 500, "Internal Server Error"),
        (Fault.credits_depleted(), 402, "CreditsDepleted"),
        (Fault.spend_cap_reached(date(2026, 2, 1)), 403, "SpendCapReached"),
        (Fault.client_forbidden(), 403, "Client Forbidden"),
        (Fault.unauthorised(), 401, "Unauthorized"),
        (Fault.usage_capped(), 429, "UsageCapExceeded"),
        (Fault.too_many_connections(), 429, "ConnectionException"),
        (Fault.rate_limited(), 429, "Too Many Requests"),
    ],
)
async def test_refusals_happen_as_often_as_told_and_cost_nothing(
    fault: Fault, status: int, title: str, api: Api, hello: Post
) -> None:
    api.sandbox.faults.add("search", fault, times=2)
    for _ in range(2):
        got, body = await api.get(SEARCH, **QUERY)
        assert (got, body["title"]) == (status, title)
        assert api.headers["Content-Type"].startswith("application/problem+json")
    assert api.sandbox.charged == 0
    assert (await api.get(SEARCH, **QUERY))[0] == 200


async def test_the_spend_cap_says_until_when(api: Api) -> None:
    api.sandbox.faults.add("search", Fault.spend_cap_reached(date(2026, 2, 1)))
    _, body = await api.get(SEARCH, **QUERY)
    assert body["reset_date"] == "2026-02-01"


async def test_a_rate_limit_says_until_when_or_not(api: Api, clock: Clock) -> None:
    api.sandbox.faults.add("search", Fault.rate_limited(reset_after=60))
    api.sandbox.faults.add("search", Fault.rate_limited(headers=False))
    await api.get(SEARCH, **QUERY)
    reset = int((clock() + timedelta(seconds=60)).timestamp())
    assert api.headers["x-rate-limit-reset"] == str(reset)
    assert api.headers["x-rate-limit-remaining"] == "0"
    status, _ = await api.get(SEARCH, **QUERY)
    assert status == 429
    assert not [name for name in api.headers if "rate-limit" in name.lower()]


async def test_a_usage_cap_has_the_headers_of_a_day_like_any_other(api: Api) -> None:
    api.sandbox.faults.add("search", Fault.usage_capped())
    await api.get(SEARCH, **QUERY)
    assert api.headers["x-rate-limit-remaining"] == "449"


async def test_the_edge_answers_in_html(api: Api) -> None:
    api.sandbox.faults.add("posts", Fault.html_503())
    async with api.session.get(f"{api.sandbox.url}/2/tweets", headers=api.bearer) as response:
        assert response.status == 503
        assert response.content_type == "text/html"
        assert (await response.text()).startswith("<html>")


async def test_the_connection_is_dropped_before_an_answer(api: Api, hello: Post) -> None:
    api.sandbox.faults.add("search", Fault.dropped(), times=2)  # aiohttp asks again by itself
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.get(SEARCH, **QUERY)
    assert len(api.sandbox.requests) == 2
    assert (await api.get(SEARCH, **QUERY))[0] == 200


async def test_the_answer_is_cut_in_the_middle(api: Api, hello: Post) -> None:
    api.sandbox.faults.add("search", Fault.cut())
    with pytest.raises(aiohttp.ClientPayloadError):
        await api.get(SEARCH, **QUERY)
    assert api.sandbox.charged == 5_000  # X sent it
    assert (await api.get(SEARCH, **QUERY))[0] == 200


async def test_an_empty_answer_is_empty(api: Api) -> None:
    api.sandbox.faults.add("search", Fault.empty())
    status, body = await api.get(SEARCH, **QUERY)
    assert status == 200
    assert not body


async def test_a_slow_answer_comes_when_it_may(api: Api, hello: Post) -> None:
    release = asyncio.Event()
    api.sandbox.faults.add("search", Fault.hung(until=release))
    waiting = asyncio.create_task(api.get(SEARCH, **QUERY))
    assert (await api.get("/2/tweets", ids=hello.id))[0] == 200
    assert not waiting.done()
    release.set()
    assert (await waiting)[0] == 200


async def test_a_client_may_give_up_on_a_hung_answer(api: Api) -> None:
    api.sandbox.faults.add("search", Fault.hung())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await api.get(SEARCH, **QUERY)


async def test_stopping_ends_a_hung_answer(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        async with XSandbox(world) as sandbox:
            sandbox.faults.add("search", Fault.hung())
            headers = {"Authorization": f"Bearer {sandbox.token}"}
            waiting = asyncio.create_task(session.get(sandbox.url + SEARCH, headers=headers))
            async with session.get(f"{sandbox.url}/2/usage/tweets", headers=headers) as response:
                assert response.status == 200  # by now the first one hangs
        with pytest.raises(aiohttp.ClientError):
            await waiting


async def test_faults_wait_for_their_endpoint_in_order_and_can_be_cleared(api: Api) -> None:
    api.sandbox.faults.add("search", Fault.server_error())
    api.sandbox.faults.add("search", Fault.credits_depleted())
    assert (await api.get("/2/users/by", usernames="x"))[0] == 200
    assert (await api.get(SEARCH, **QUERY))[0] == 500
    api.sandbox.faults.clear()
    assert (await api.get(SEARCH, **QUERY))[0] == 200


def test_faults_that_cannot_be(world: World) -> None:
    faults = XSandbox(world).faults
    with pytest.raises(KeyError):
        faults.add("serach", Fault.server_error())
    with pytest.raises(ValueError, match="stream"):
        faults.add("stream", Fault.cut())
