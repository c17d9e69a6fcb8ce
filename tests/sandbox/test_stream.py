"""The filtered stream and its rules over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.sandbox.x_api import Fault, Post, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People

STREAM = "/2/tweets/search/stream"


@asynccontextmanager
async def connected(api: Api, **parameters: str) -> AsyncIterator[aiohttp.ClientResponse]:
    dotted = {name.replace("_fields", ".fields"): value for name, value in parameters.items()}
    async with api.session.get(
        api.sandbox.url + STREAM, params=dotted, headers=api.bearer
    ) as response:
        assert response.status == 200, await response.text()
        yield response


async def line(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """The next post on the stream; a blank line is an empty one."""
    raw = await response.content.readline()
    assert raw.endswith(b"\r\n")
    return json.loads(raw) if raw.strip() else {}


@pytest.fixture
async def ruled(api: Api) -> Api:
    await api.add_rules("#HRTweetupLDN")
    return api


async def test_posts_arrive_as_they_appear_with_the_rules_they_match(
    ruled: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    await ruled.add_rules("payday")
    _, rules = await ruled.get(f"{STREAM}/rules")
    async with connected(ruled) as stream:
        world.post(people.cleo, "Not about it", at=clock())
        post = world.post(people.bo, "Payday! #HRTweetupLDN", at=clock())
        assert await line(stream) == {
            "data": {
                "id": str(post.id),
                "text": "Payday! #HRTweetupLDN",
                "edit_history_tweet_ids": [str(post.id)],
            },
            "matching_rules": [{"id": rule["id"], "tag": rule["tag"]} for rule in rules["data"]],
        }


async def test_reposts_quotes_and_edits_arrive_too(
    ruled: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    async with connected(ruled, tweet_fields="referenced_tweets") as stream:
        repost = world.post(people.bo, repost_of=hello, at=clock())
        quote = world.post(people.bo, "This", at=clock(), quote=hello)
        own = world.post(people.bo, "Mine #HRTweetupLDN", at=clock())
        edited = world.edit(own, "Mine! #HRTweetupLDN", at=clock())
        got = [(await line(stream))["data"] for _ in range(4)]
    assert [post["id"] for post in got] == [str(each.id) for each in (repost, quote, own, edited)]
    assert got[0]["referenced_tweets"] == [{"type": "retweeted", "id": str(hello.id)}]
    assert got[3]["edit_history_tweet_ids"] == [str(own.id), str(edited.id)]


async def test_gives_the_fields_and_expansions_asked_for_and_bills_them(
    ruled: Api, world: World, people: People, clock: Clock
) -> None:
    async with connected(ruled, tweet_fields="author_id,lang", expansions="author_id") as stream:
        post = world.post(people.bo, "Olá #HRTweetupLDN", at=clock(), lang="pt")
        got = await line(stream)
        ruled.sandbox.stream.send(post)
        assert await line(stream) == got  # a duplicate
    assert got["data"]["lang"] == "pt"
    assert got["includes"]["users"] == [
        {"id": str(people.bo.id), "name": "Bo Lindqvist", "username": "BoPayroll"}
    ]
    assert ruled.sandbox.charged == 15_000


async def test_strangers_posts_only(ruled: Api, world: World, people: People, clock: Clock) -> None:
    world.protect(people.bo)
    async with connected(ruled) as stream:
        world.post(people.bo, "Secret #HRTweetupLDN", at=clock())
        post = world.post(people.amara, "Open #HRTweetupLDN", at=clock())
        assert (await line(stream))["data"]["id"] == str(post.id)


async def test_there_must_be_rules(api: Api) -> None:
    status, body = await api.get(STREAM)
    assert (status, body["connection_issue"]) == (409, "RuleConfigurationIssue")


async def test_one_connection_is_all_there_is(ruled: Api) -> None:
    async with connected(ruled):
        status, body = await ruled.get(STREAM)
        assert (status, body["connection_issue"]) == (429, "TooManyConnections")
        assert ruled.headers["x-rate-limit-remaining"] == "48"


async def test_a_client_that_leaves_makes_room(
    ruled: Api, world: World, people: People, clock: Clock
) -> None:
    async with connected(ruled):
        assert ruled.sandbox.stream.connected.is_set()
    while ruled.sandbox.stream.connected.is_set():
        await ruled.get("/2/usage/tweets")
    async with connected(ruled) as stream:
        ruled.sandbox.stream.keep_alive()
        assert await line(stream) == {}


async def test_knows_only_the_old_names(
    ruled: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    status, body = await ruled.get(STREAM, post_fields="lang")
    assert (status, body["title"]) == (400, "Invalid Request")
    async with connected(ruled, expansions="referenced_posts") as stream:
        post = world.post(people.bo, "x #HRTweetupLDN", at=clock(), reply_to=hello)
        got = await line(stream)
    assert got["data"].keys() == {"id", "text", "edit_history_tweet_ids"}
    assert got["data"]["id"] == str(post.id)
    assert got["errors"] == []


async def test_keep_alives_come_at_their_interval(ruled: Api) -> None:
    ruled.sandbox.stream.keep_alive_seconds = 0.001
    async with connected(ruled) as stream:
        assert [await line(stream) for _ in range(3)] == [{}, {}, {}]


async def test_silence_loses_what_is_posted_meanwhile(
    ruled: Api, world: World, people: People, clock: Clock
) -> None:
    async with connected(ruled) as stream:
        ruled.sandbox.stream.silent = True
        world.post(people.bo, "Lost #HRTweetupLDN", at=clock())
        ruled.sandbox.stream.silent = False
        world.post(people.bo, "Heard #HRTweetupLDN", at=clock())
        assert (await line(stream))["data"]["text"] == "Heard #HRTweetupLDN"


async def test_silence_has_no_keep_alives(ruled: Api) -> None:
    ruled.sandbox.stream.silent = True
    ruled.sandbox.stream.keep_alive_seconds = 0.001
    async with connected(ruled) as stream:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.03):
                await line(stream)


async def test_posts_come_out_of_order_on_demand(
    ruled: Api, world: World, people: People, clock: Clock
) -> None:
    async with connected(ruled) as stream:
        with ruled.sandbox.stream.out_of_order():
            for n in range(3):
                world.post(people.bo, f"{n} #HRTweetupLDN", at=clock())
        texts = [(await line(stream))["data"]["text"] for _ in range(3)]
    assert texts == ["2 #HRTweetupLDN", "1 #HRTweetupLDN", "0 #HRTweetupLDN"]


async def test_a_dropped_stream_breaks_after_what_was_sent(
    ruled: Api, world: World, people: People, clock: Clock
) -> None:
    async with connected(ruled) as stream:
        world.post(people.bo, "Last words #HRTweetupLDN", at=clock())
        ruled.sandbox.stream.drop()
        assert (await line(stream))["data"]["text"] == "Last words #HRTweetupLDN"
        with pytest.raises(aiohttp.ClientPayloadError):
            await line(stream)


async def test_a_dropped_stream_can_be_opened_again_at_once(ruled: Api) -> None:
    async with connected(ruled):
        ruled.sandbox.stream.drop()
        async with connected(ruled) as stream:
            ruled.sandbox.stream.keep_alive()
            assert await line(stream) == {}


async def test_half_a_line_is_all_that_comes(
    ruled: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    async with connected(ruled) as stream:
        ruled.sandbox.stream.drop_mid_line(hello)
        received = await stream.content.readany()
        with pytest.raises(aiohttp.ClientPayloadError):
            await stream.content.readany()
    assert received.startswith(b'{"data": {')
    assert not received.endswith(b"\n")


async def test_x_says_that_it_disconnects(ruled: Api) -> None:
    async with connected(ruled) as stream:
        ruled.sandbox.stream.disconnect("UpstreamOperationalDisconnect")
        (error,) = (await line(stream))["errors"]
        assert error["title"] == "operational-disconnect"
        assert error["disconnect_type"] == "UpstreamOperationalDisconnect"
        assert await stream.content.read() == b""


async def test_a_stream_may_end_as_soon_as_it_is_open(ruled: Api) -> None:
    ruled.sandbox.faults.add("stream", Fault.empty())
    async with connected(ruled) as stream:
        assert await stream.content.read() == b""


async def test_connecting_may_be_refused(ruled: Api) -> None:
    ruled.sandbox.faults.add("stream", Fault.too_many_connections())
    assert (await ruled.get(STREAM))[0] == 429
    async with connected(ruled):
        pass


async def test_stopping_ends_an_open_stream_in_peace(ruled: Api) -> None:
    async with connected(ruled) as stream:
        await ruled.sandbox.stop()
        assert await stream.content.read() == b""


async def test_without_a_stream_there_is_nothing_to_break(ruled: Api, hello: Post) -> None:
    for act in (ruled.sandbox.stream.drop, ruled.sandbox.stream.keep_alive):
        with pytest.raises(RuntimeError, match="no stream"):
            act()
    ruled.sandbox.stream.send(hello)
