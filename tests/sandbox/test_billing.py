"""What reads cost, how often they may be made, and what X tells about both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.sandbox.x_api import Post, Prices, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People

SEARCH = "/2/tweets/search/recent"


async def test_a_post_and_its_author_cost_once_a_day(api: Api, hello: Post, clock: Clock) -> None:
    await api.search()
    assert api.sandbox.charged == 5_000
    await api.search(expansions="author_id")
    await api.search(expansions="author_id")
    await api.get("/2/users", ids=hello.author.id)
    assert api.sandbox.charged == 15_000
    clock.advance(hours=14, minutes=59)
    await api.search()
    assert api.sandbox.charged == 15_000
    clock.advance(minutes=1)  # midnight, UTC
    await api.search()
    assert api.sandbox.charged == 20_000
    assert api.sandbox.ledger.resources == {
        (hello.created_at.date(), "post", hello.id),
        (hello.created_at.date(), "user", hello.author.id),
        (hello.created_at.date() + timedelta(days=1), "post", hello.id),
    }


async def test_expanded_posts_and_people_are_billed(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    world.post(people.bo, "So say I #LDN", at=clock() - timedelta(minutes=1), quote=hello)
    await api.search("#LDN", expansions="author_id,referenced_tweets.id.author_id")
    assert api.sandbox.charged == 2 * 5_000 + 2 * 10_000


async def test_a_count_costs_by_the_question(api: Api, hello: Post) -> None:
    for _ in range(2):
        asked = {"query": "#HRTweetupLDN", "granularity": "day"}
        status, found = await api.get("/2/tweets/counts/recent", **asked)
        assert (status, found["meta"]) == (200, {"total_tweet_count": 1})
    assert api.sandbox.charged == 2 * 5_000


async def test_prices_can_be_set(api: Api, hello: Post) -> None:
    api.sandbox.ledger.prices = Prices(post=1, user=30)
    await api.search(expansions="author_id")
    assert api.sandbox.charged == 31


async def test_limits_run_out_and_come_back_after_a_quarter_of_an_hour(
    api: Api, hello: Post, clock: Clock
) -> None:
    api.sandbox.limits.per_window["search"] = 2
    reset = str(int((clock() + timedelta(minutes=15)).timestamp()))
    await api.search()
    clock.advance(minutes=5)
    for status, remaining in ((200, "0"), (429, "0")):
        assert (await api.get(SEARCH, query="#HRTweetupLDN"))[0] == status
        assert api.headers["x-rate-limit-limit"] == "2"
        assert api.headers["x-rate-limit-remaining"] == remaining
        assert api.headers["x-rate-limit-reset"] == reset
    assert (await api.get("/2/tweets", ids=hello.id))[0] == 200
    clock.advance(minutes=10)
    await api.search()
    assert api.headers["x-rate-limit-remaining"] == "1"


async def test_usage_counts_posts_by_day_and_month(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    await api.search(expansions="author_id")
    _, body = await api.get("/2/usage/tweets")
    assert body["data"].keys() == {"project_cap", "project_id", "project_usage"}
    clock.advance(days=1)
    world.post(people.bo, "Next day #HRTweetupLDN", at=clock() - timedelta(minutes=1))
    await api.search()
    fields = "cap_reset_day,daily_project_usage,daily_client_app_usage,project_usage"
    _, body = await api.get("/2/usage/tweets", usage_fields=fields)
    daily = [
        {"date": "2026-01-08T00:00:00.000Z", "usage": "1"},
        {"date": "2026-01-09T00:00:00.000Z", "usage": "2"},
    ]
    assert body["data"]["project_usage"] == "3"
    assert body["data"]["cap_reset_day"] == 23
    assert body["data"]["daily_project_usage"]["usage"] == daily
    assert body["data"]["daily_client_app_usage"][0]["usage"] == daily
    _, body = await api.get("/2/usage/tweets", days=1, usage_fields=fields)
    assert body["data"]["daily_project_usage"]["usage"] == daily[1:]
    clock.advance(days=30)
    _, body = await api.get("/2/usage/tweets")
    assert body["data"]["project_usage"] == "0"
