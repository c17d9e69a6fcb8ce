"""The REST client over real HTTP: what it sends, reads, pays and makes of refusals."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import SourceStopped
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.problems import RateLimited, Refused, XUnavailable
from tests.clock import ManualClock
from tests.x.conftest import Bill, Story, client_of, paths


@pytest.mark.parametrize("names", ["tweet", "post"])
async def test_search_brings_posts_their_parents_and_their_people(
    sandbox: XSandbox, bill: Bill, story: Story, clock: ManualClock, names: Literal["tweet", "post"]
) -> None:
    an_hour_ago = clock.now() - timedelta(hours=1)
    parent = story.world.post(story.bo, "Anybody up for a meetup?", at=an_hour_ago)
    reply = story.world.post(
        story.amara, "Yes! #HRTweetupLDN", at=an_hour_ago + timedelta(minutes=5), reply_to=parent
    )
    async with client_of(sandbox, bill, field_names=names) as client:
        page = await client.search("#HRTweetupLDN")
    (post,) = page.posts
    assert (post.id, post.author_id) == (reply.id, story.amara.id)
    assert post.text == "@BoPayroll Yes! #HRTweetupLDN"
    assert post.hashtags == ("HRTweetupLDN",)
    assert (post.reply_to_id, post.reply_to_author_id) == (parent.id, story.bo.id)
    assert post.edits == (reply.id,)
    assert [other.id for other in page.context] == [parent.id]
    assert {author.handle for author in page.authors} == {"amara_learns", "BoPayroll"}
    assert bill.charged == sandbox.charged > 0


async def test_posts_without_their_authors_stop_the_source(
    sandbox: XSandbox, client: XClient, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What X does to words of the wrong vocabulary: 200, billed, and the field left out.
    story.say(1)
    monkeypatch.setattr(client, "_post_fields", {"tweet.fields": "created_at,note_post"})
    with pytest.raises(SourceStopped) as stopped:
        await client.search("#HRTweetupLDN")
    assert stopped.value.key == "x.field_missing"
    assert stopped.value.params == {"field": "author_id"}


async def test_lookups(sandbox: XSandbox, client: XClient, story: Story, bill: Bill) -> None:
    one, other = story.say(1), story.say(2)
    story.world.delete(next(p for p in story.world.newest_first(0, 2**63) if p.id == other))
    assert [post.id for post in (await client.posts([one, other])).posts] == [one]
    people = await client.users([story.bo.id, 404])
    assert [(author.id, author.handle) for author in people] == [(story.bo.id, "BoPayroll")]
    found = await client.user_by_handle("@bopayroll")
    assert found is not None
    assert found.avatar_url == story.bo.avatar_url
    assert await client.user_by_handle("nobody_at_all") is None
    assert await client.user_by_handle("../2/users?x") is None
    assert bill.charged == sandbox.charged


async def test_usage(client: XClient, story: Story) -> None:
    story.say(1)
    await client.search("#HRTweetupLDN")
    usage = await client.usage()
    assert usage.posts == 1
    assert usage.daily == {story.clock.now().date(): 1}
    assert usage.cap is not None


async def test_rules_are_added_read_and_deleted(client: XClient) -> None:
    await client.add_rules({"#one": "tweetup:one", "#two": "tweetup:two"})
    rules = await client.rules()
    assert {(rule.value, rule.tag) for rule in rules} == {
        ("#one", "tweetup:one"),
        ("#two", "tweetup:two"),
    }
    await client.delete_rules([rule.id for rule in rules if rule.value == "#one"])
    assert [rule.value for rule in await client.rules()] == ["#two"]


STOPS = [
    (Fault.unauthorised(), "x.unauthorised", {}),
    (Fault.credits_depleted(), "x.no_credits", {}),
    (Fault.spend_cap_reached(date(2026, 2, 1)), "x.spend_cap", {"reset_date": "2026-02-01"}),
    (
        Fault.client_forbidden(),
        "x.forbidden",
        {"detail": "This app is not enrolled for the requested endpoint."},
    ),
    (Fault.usage_capped(), "x.usage_capped", {}),
]


@pytest.mark.parametrize(("fault", "key", "params"), STOPS, ids=[key for _, key, _ in STOPS])
async def test_refusals_that_somebody_must_act_on(
    sandbox: XSandbox, client: XClient, fault: Fault, key: str, params: dict[str, str]
) -> None:
    sandbox.faults.add("search", fault)
    with pytest.raises(SourceStopped) as stopped:
        await client.search("#HRTweetupLDN")
    assert (stopped.value.key, stopped.value.params) == (key, params)
    assert len(paths(sandbox, "/recent")) == 1


async def test_a_wrong_token_stops_the_source(sandbox: XSandbox, bill: Bill) -> None:
    async with XClient(
        "wrong", ledger=bill, user_agent="Tweetup/0.0-test", api_url=sandbox.url
    ) as client:
        with pytest.raises(SourceStopped, match=r"x\.unauthorised"):
            await client.search("#HRTweetupLDN")


@pytest.mark.parametrize("headers", [True, False])
async def test_a_rate_limit_says_when_it_ends_if_x_does(
    sandbox: XSandbox, client: XClient, clock: ManualClock, headers: bool
) -> None:
    sandbox.faults.add("search", Fault.rate_limited(reset_after=300, headers=headers))
    with pytest.raises(RateLimited) as limited:
        await client.search("#HRTweetupLDN")
    assert limited.value.until == (clock.now() + timedelta(seconds=300) if headers else None)


@pytest.mark.parametrize(
    ("fault", "network", "times"),
    [
        (Fault.html_503(), False, 1),
        (Fault.server_error(), False, 1),
        # aiohttp asks again once by itself when a kept connection turns out to be closed.
        (Fault.dropped(), True, 2),
        (Fault.cut(), True, 1),
    ],
    ids=["html", "500", "dropped", "cut"],
)
async def test_failures_that_pass(
    sandbox: XSandbox, client: XClient, story: Story, fault: Fault, network: bool, times: int
) -> None:
    story.say(1)
    sandbox.faults.add("search", fault, times=times)
    with pytest.raises(XUnavailable) as failed:
        await client.search("#HRTweetupLDN")
    assert failed.value.network is network
    assert len((await client.search("#HRTweetupLDN")).posts) == 1


async def test_a_request_x_does_not_understand_is_refused_with_its_reason(client: XClient) -> None:
    with pytest.raises(Refused) as refused:
        await client.search("#one OR")
    assert refused.value.status == 400
    assert "no viable alternative" in refused.value.detail


async def test_nobody_there(bill: Bill, port: int) -> None:
    async with XClient(
        "token",
        ledger=bill,
        user_agent="Tweetup/0.0-test",
        api_url=f"http://127.0.0.1:{port}",
    ) as client:
        with pytest.raises(XUnavailable) as failed:
            await client.search("#HRTweetupLDN")
    assert failed.value.network


@asynccontextmanager
async def answering(
    answer: web.Response, bill: Bill
) -> AsyncIterator[tuple[XClient, list[web.Request]]]:
    """A client of a server with one answer, and the requests that came."""
    came: list[web.Request] = []

    async def handle(request: web.Request) -> web.Response:
        came.append(request)
        return answer

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        XClient(
            "s3cret-bearer",
            ledger=bill,
            user_agent="Tweetup/1.2.3",
            api_url=str(server.make_url("")),
        ) as client,
    ):
        yield client, came


async def test_requests_are_signed_and_named_and_the_token_is_never_logged(
    bill: Bill, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    empty = web.json_response({"meta": {"result_count": 0}})
    async with answering(empty, bill) as (client, came):
        await client.search("#one", start_time=datetime(2026, 1, 8, 9, 0, 1, tzinfo=UTC), limit=10)
    (request,) = came
    assert request.headers["Authorization"] == "Bearer s3cret-bearer"
    assert request.headers["User-Agent"] == "Tweetup/1.2.3"
    assert request.headers["Host"].startswith("127.0.0.1:")
    assert request.path == "/2/tweets/search/recent"
    assert request.query["query"] == "#one"
    assert request.query["start_time"] == "2026-01-08T09:00:01Z"
    assert request.query["max_results"] == "10"
    assert "/2/tweets/search/recent" in caplog.text
    assert "s3cret-bearer" not in caplog.text
    assert "s3cret-bearer" not in repr(client)


@pytest.mark.parametrize(
    ("status", "body", "key"),
    [
        (402, {"title": "Payment Required", "type": "about:blank"}, "x.no_credits"),
        (403, {"title": "x", "type": "https://api.twitter.com/2/problems/credits"}, "x.no_credits"),
        (429, {"type": "https://api.x.com/2/problems/usage-capped"}, "x.usage_capped"),
        (401, None, "x.unauthorised"),
        (403, None, "x.forbidden"),
    ],
)
async def test_problems_are_known_by_the_end_of_their_type(
    bill: Bill, status: int, body: dict[str, str] | None, key: str
) -> None:
    answer = web.json_response(body, status=status) if body else web.Response(status=status)
    async with answering(answer, bill) as (client, _):
        with pytest.raises(SourceStopped) as stopped:
            await client.search("#one")
    assert stopped.value.key == key


@pytest.mark.parametrize("reset", ["soon", "99999999999999999999"])
async def test_an_unreadable_reset_is_none(bill: Bill, reset: str) -> None:
    # X's oldest shape of an error, too.
    answer = web.json_response(
        {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
        status=429,
        headers={"x-rate-limit-reset": reset},
    )
    async with answering(answer, bill) as (client, _):
        with pytest.raises(RateLimited) as limited:
            await client.search("#one")
    assert limited.value.until is None


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(text="<html>captive portal</html>", content_type="text/html"),
        web.Response(text="{half", content_type="application/json"),
        web.Response(status=304),
    ],
    ids=["html", "half", "304"],
)
async def test_an_answer_that_is_no_json_is_no_answer(bill: Bill, answer: web.Response) -> None:
    async with answering(answer, bill) as (client, _):
        with pytest.raises(XUnavailable) as failed:
            await client.search("#one")
    assert not failed.value.network


async def test_json_of_another_shape_stops_the_source_rather_than_pay_for_it_again(
    bill: Bill,
) -> None:
    answer = web.json_response({"data": [{"id": "12a", "text": "?"}]})
    async with answering(answer, bill) as (client, _):
        with pytest.raises(SourceStopped) as stopped:
            await client.search("#one")
    assert stopped.value.key == "x.unreadable"
    assert "data[0].id" in str(stopped.value.params["detail"])
