"""GET /2/users/{id}/tweets over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.x_api import Post, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People


async def timeline(api: Api, person: int, **parameters: Any) -> list[str]:
    """The ids of one page."""
    status, body = await api.get(f"/2/users/{person}/tweets", **parameters)
    assert status == 200, body
    assert body["meta"]["result_count"] == len(body.get("data", []))
    return [post["id"] for post in body.get("data", [])]


async def test_everything_one_account_posted_the_newest_first_and_nothing_of_others(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    at = clock() - timedelta(minutes=20)
    said = world.post(people.bo, "Morning", at=at - timedelta(days=300))
    answered = world.post(people.bo, "Welcome!", at=at, reply_to=hello)
    passed_on = world.post(people.bo, repost_of=hello, at=at + timedelta(minutes=1))
    gone = world.post(people.bo, "Wrong window", at=at)
    world.delete(gone)
    edited = world.edit(said, "Good morning", at=said.created_at + timedelta(minutes=1))
    found = [str(each.id) for each in (passed_on, answered, edited)]
    assert await timeline(api, people.bo.id) == found
    assert await timeline(api, people.bo.id, exclude="replies") == [found[0], found[2]]
    assert await timeline(api, people.bo.id, exclude="retweets,replies") == found[2:]
    since = (clock() - timedelta(days=84)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert await timeline(api, people.bo.id, start_time=since) == found[:2]
    assert api.sandbox.charged == 3 * 5_000


async def test_pages_follow_one_another_and_come_to_an_end(
    api: Api, world: World, people: People, clock: Clock
) -> None:
    first = clock() - timedelta(hours=1)
    for number in range(12):
        world.post(people.bo, f"Payslip {number}", at=first + timedelta(minutes=number))
    path, found = f"/2/users/{people.bo.id}/tweets", []
    token: dict[str, Any] = {}
    for size in (5, 5, 2):
        _, body = await api.get(path, max_results=5, **token)
        assert len(body["data"]) == size
        found += [post["text"] for post in body["data"]]
        token = {"pagination_token": body["meta"].get("next_token")}
    assert found == [f"Payslip {number}" for number in reversed(range(12))]
    assert token == {"pagination_token": None}


@pytest.mark.parametrize(
    "parameters",
    [
        {"max_results": 4},
        {"max_results": 101},
        {"pagination_token": "7140zz"},
        {"pagination_token": "x"},
        {"exclude": "quotes"},
        {"start_time": "2009-01-01T00:00:00Z"},
        {"query": "x"},
    ],
)
async def test_what_x_would_not_take_is_refused(
    api: Api, people: People, parameters: dict[str, Any]
) -> None:
    status, body = await api.get(f"/2/users/{people.bo.id}/tweets", **parameters)
    assert (status, body["title"]) == (400, "Invalid Request")
