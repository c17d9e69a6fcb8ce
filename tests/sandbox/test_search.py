"""GET /2/tweets/search/recent over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.x_api import Post, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People

RECENT = "/2/tweets/search/recent"


def post_many(world: World, people: People, clock: Clock, count: int) -> list[str]:
    """Posts a second apart, the last a minute ago; their ids, newest first."""
    first = clock() - timedelta(minutes=1, seconds=count)
    posts = [
        world.post(people.bo, f"Payslip {n} #HRTweetupLDN", at=first + timedelta(seconds=n))
        for n in range(count)
    ]
    return [str(post.id) for post in reversed(posts)]


async def test_answers_the_newest_first_with_the_default_fields(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    later = world.post(people.bo, "Me too #hrtweetupldn", at=clock() - timedelta(minutes=5))
    world.post(people.cleo, "Not about it #HRTweetupLDN2", at=clock() - timedelta(minutes=5))
    assert await api.search() == {
        "data": [
            {
                "id": str(later.id),
                "text": "Me too #hrtweetupldn",
                "edit_history_tweet_ids": [str(later.id)],
            },
            {
                "id": str(hello.id),
                "text": "Hello #HRTweetupLDN",
                "edit_history_tweet_ids": [str(hello.id)],
            },
        ],
        "meta": {"result_count": 2, "newest_id": str(later.id), "oldest_id": str(hello.id)},
    }


async def test_nothing_found_has_no_data_and_costs_nothing(api: Api) -> None:
    assert await api.search() == {"meta": {"result_count": 0}}
    assert api.sandbox.charged == 0


async def test_ends_half_a_minute_ago_unless_told_otherwise(
    api: Api, world: World, people: People, clock: Clock
) -> None:
    world.post(people.bo, "Just now #HRTweetupLDN", at=clock() - timedelta(seconds=20))
    assert await api.found("#HRTweetupLDN") == []
    told = (clock() - timedelta(seconds=10)).isoformat()
    assert await api.found("#HRTweetupLDN", end_time=told) == ["Just now #HRTweetupLDN"]
    clock.advance(seconds=11)
    assert await api.found("#HRTweetupLDN") == ["Just now #HRTweetupLDN"]


async def test_reaches_back_seven_days(api: Api, hello: Post, clock: Clock) -> None:
    clock.advance(days=6, hours=22)
    assert await api.found("#HRTweetupLDN") == ["Hello #HRTweetupLDN"]
    clock.advance(hours=2)
    assert await api.found("#HRTweetupLDN") == []


async def test_since_id_and_until_id_are_not_included(
    api: Api, world: World, people: People, clock: Clock
) -> None:
    newest, middle, oldest = post_many(world, people, clock, 3)
    assert (await api.search(since_id=oldest))["meta"]["oldest_id"] == middle
    assert (await api.search(until_id=newest))["meta"]["newest_id"] == middle


async def test_start_time_is_included_and_end_time_is_not(
    api: Api, world: World, people: People, clock: Clock
) -> None:
    post_many(world, people, clock, 3)
    start = (clock() - timedelta(seconds=62)).strftime("%Y-%m-%dT%H:%M:%SZ")
    end = (clock() - timedelta(seconds=61)).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = await api.found("#HRTweetupLDN", start_time=start, end_time=end)
    assert found == ["Payslip 1 #HRTweetupLDN"]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(size=st.integers(10, 100), since=st.integers(0, 70), late=st.integers(0, 5))
async def test_paging_yields_every_post_once_whatever_the_page_size(
    size: int, since: int, late: int, api: Api, world: World, people: People, clock: Clock
) -> None:
    clock.advance(days=8)  # leave the posts of the last example behind
    api.sandbox.limits.per_window["search"] = 10_000
    ids = post_many(world, people, clock, 71)
    since_id = ids[-1 - since]
    page = await api.search(max_results=size, since_id=since_id)
    seen = [post["id"] for post in page.get("data", [])]
    for n in range(late):  # what appears between two pages belongs to neither
        world.post(people.cleo, f"Late {n} #HRTweetupLDN", at=clock() - timedelta(seconds=31))
    while "next_token" in page["meta"]:
        assert len(page["data"]) == size
        token = page["meta"]["next_token"]
        page = await api.search(max_results=size, since_id=since_id, next_token=token)
        seen += [post["id"] for post in page["data"]]
    assert seen == ids[: 70 - since]


async def test_keyword_search_returns_no_reposts(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    world.post(people.bo, repost_of=hello, at=clock() - timedelta(minutes=1))
    assert await api.found("#HRTweetupLDN") == ["Hello #HRTweetupLDN"]
    assert await api.found("from:BoPayroll") == []


async def test_shows_only_what_a_stranger_may_read(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    world.post(people.bo, "Payday #HRTweetupLDN", at=clock() - timedelta(minutes=9))
    gone = world.post(people.cleo, "Oops #HRTweetupLDN", at=clock() - timedelta(minutes=8))
    assert len(await api.found("#HRTweetupLDN")) == 3
    world.delete(gone)
    world.protect(people.bo)
    assert await api.found("#HRTweetupLDN") == ["Hello #HRTweetupLDN"]
    world.suspend(people.amara)
    assert await api.found("#HRTweetupLDN") == []


async def test_an_edited_post_is_found_once_as_its_newest_version(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    edited = world.edit(
        hello, "Hello all #HRTweetupLDN", at=hello.created_at + timedelta(minutes=9)
    )
    (post,) = (await api.search())["data"]
    assert post["id"] == str(edited.id)
    assert post["edit_history_tweet_ids"] == [str(hello.id), str(edited.id)]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"query": ""}, "query"),
        ({"query": "#a " * 171}, "query"),
        ({"query": "(#a"}, "query"),
        ({"max_results": 9}, "max_results"),
        ({"max_results": 101}, "max_results"),
        ({"max_results": "ten"}, "max_results"),
        ({"since_id": "12", "start_time": "2026-01-07T00:00:00Z"}, "start_time"),
        ({"until_id": "12", "end_time": "2026-01-07T00:00:00Z"}, "end_time"),
        ({"next_token": "x", "pagination_token": "x"}, "next_token"),
        ({"next_token": "made up"}, "next_token"),
        ({"start_time": "2026-01-01T08:59:59Z"}, "start_time"),
        ({"start_time": "2026-01-07T00:00:00"}, "start_time"),
        ({"start_time": "yesterday"}, "start_time"),
        ({"end_time": "2026-01-08T08:59:51Z"}, "end_time"),
        ({"since_id": "1995000000000000000"}, "since_id"),
        ({"since_id": "abc"}, "since_id"),
        ({"until_id": "1995000000000000000"}, "until_id"),
        ({"sort_order": "backwards"}, "sort_order"),
        ({"colour": "blue"}, "colour"),
    ],
)
async def test_refuses_what_x_refuses(
    parameters: dict[str, object], named: str, api: Api, hello: Post
) -> None:
    status, body = await api.get(RECENT, **({"query": "#HRTweetupLDN"} | parameters))
    assert (status, body["title"]) == (400, "Invalid Request")
    assert body["type"].endswith("/invalid-request")
    assert list(body["errors"][0]["parameters"]) == [named]
    assert api.headers["Content-Type"].startswith("application/problem+json")
    assert api.sandbox.charged == 0


async def test_takes_a_query_of_exactly_512_characters(api: Api, hello: Post) -> None:
    query = "#HRTweetupLDN OR " + "#" + "a" * 494
    assert len(query) == 512
    assert await api.found(query) == ["Hello #HRTweetupLDN"]
    status, _ = await api.get(RECENT, query=query + "a")
    assert status == 400
