"""Each answer of the two platforms is counted, and is a sign of life of whoever asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp import web

from bot.heartbeats import Heartbeats
from bot.metrics import REGISTRY
from bot.x.problems import RateLimited, XUnavailable
from bot.x.session import open_session
from cogs.counted import counted
from tests.clock import Hours

Grown = Callable[[str], float]


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """A server that answers with the status it is asked for."""

    async def answer(request: web.Request) -> web.Response:
        status = int(request.match_info["status"])
        return web.json_response({}, status=status, headers={"Retry-After": "2.5"})

    app = web.Application()
    app.router.add_get("/{status}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _, port = runner.addresses[0]
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


def samples() -> dict[str, float]:
    return {
        f"{each.name}{list(each.labels.values())}": each.value
        for metric in REGISTRY.collect()
        for each in metric.samples
    }


@pytest.fixture
def grown() -> Grown:
    before = samples()
    return lambda name: samples()[name] - before.get(name, 0)


async def test_answers_of_x_are_counted_and_those_that_never_come(url: str, grown: Grown) -> None:
    hours = Hours()
    heart = Heartbeats(hours).of("read_x")
    async with open_session(token="planted", api_url=url, user_agent="Tweetup") as session:
        with heart.beating():
            hours.now += 500
            assert heart.age == 500
            await session.get("https://api.x.com/200")
            assert heart.age == 0
            for status, error in (("429", RateLimited), ("500", XUnavailable)):
                with pytest.raises(error):
                    await session.get(f"https://api.x.com/{status}")
    async with open_session(token="x", api_url="http://127.0.0.1:1", user_agent="T") as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get("https://api.x.com/200")
    for status in ("200", "429", "500", "none"):
        assert grown(f"tweetup_x_requests_total['{status}']") == 1
    assert samples()["tweetup_x_answered_timestamp_seconds[]"] > 0


async def test_answers_of_discord_are_counted_with_how_long_it_asks_us_to_wait(
    url: str, grown: Grown
) -> None:
    trace = counted(aiohttp.TraceConfig())
    trace.freeze()
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for status in ("200", "429", "429"):
            await session.get(f"{url}/{status}")
    assert grown("tweetup_discord_requests_total['200']") == 1
    assert grown("tweetup_discord_requests_total['429']") == 2
    assert grown("tweetup_rate_limit_wait_seconds_total['discord']") == 5
