"""GET /2/tweets/search/recent: the posts of the last seven days that match a query."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from aiohttp import web

from bot.sandbox.x_api.answers import Answer
from bot.sandbox.x_api.call import READ_PARAMETERS, Call, answer
from bot.sandbox.x_api.dialect import select
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.model import Post, snowflake
from bot.sandbox.x_api.operators import SEARCH, QueryError
from bot.sandbox.x_api.problems import invalid
from bot.sandbox.x_api.queries import Query
from bot.sandbox.x_api.world import World

REACH = timedelta(days=7)
DELAY = timedelta(seconds=30)
"""How far back search looks, and how long before now it ends unless it is told."""

_SHORTEST_DELAY = timedelta(seconds=10)
_QUERY_LENGTH = 512
_ALTERNATIVES = (
    ("start_time", "since_id"),
    ("end_time", "until_id"),
    ("next_token", "pagination_token"),
)


class Search:
    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger

    async def recent(self, call: Call) -> web.StreamResponse:
        call.allow(
            "query",
            "max_results",
            "sort_order",
            *(name for pair in _ALTERNATIVES for name in pair),
            *READ_PARAMETERS,
        )
        query = _query(call)
        most = call.number("max_results", 10, 100, default=10)
        after, before = _bounds(call)
        found = list(islice(self._matching(query, after, before), most + 1))
        return answer(self._page(call, found[:most], more=len(found) > most))

    def matching(self, call: Call) -> list[Post]:
        """All that a call's query and times match, newest first."""
        return list(self._matching(_query(call), *_bounds(call)))

    def _matching(self, query: Query, after: int, before: int) -> Iterator[Post]:
        return (
            post
            for post in self._world.newest_first(after, before)
            if self._findable(post) and query.matches(post)
        )

    def _findable(self, post: Post) -> bool:
        """Search shows the newest versions of public posts, and since May 2026 no reposts."""
        return (
            post.repost_of is None
            and self._world.newest(post) is post
            and self._world.is_public(post)
        )

    def _page(self, call: Call, posts: list[Post], *, more: bool) -> dict[str, object]:
        making = Answer(self._world, self._ledger, select(call.parameters))
        page = making.finish(making.posts(posts))
        meta: dict[str, object] = {"result_count": len(posts)}
        if posts:
            meta |= {"newest_id": str(posts[0].id), "oldest_id": str(posts[-1].id)}
        if more:
            meta["next_token"] = _token(posts[-1].id)
        return page | {"meta": meta}


def _query(call: Call) -> Query:
    text = call.text("query")
    if len(text) > _QUERY_LENGTH:
        raise invalid(
            "query",
            [text],
            f"The length of the `query` query parameter value is {len(text)}, "
            f"more than {_QUERY_LENGTH}",
        )
    if call.parameters.get("sort_order", "recency") != "recency":
        raise invalid("sort_order", [call.parameters["sort_order"]], "Only [recency] is kept here")
    try:
        return Query(text, SEARCH)
    except QueryError as error:
        raise invalid(
            "query", [text], f"There were errors processing your request: {error}"
        ) from error


def _bounds(call: Call) -> tuple[int, int]:
    """The ids that the results lie between, neither included."""
    for one, other in _ALTERNATIVES:
        if one in call.parameters and other in call.parameters:
            raise invalid(
                one, [call.parameters[one]], f"Only one of `{one}` and `{other}` may be given"
            )
    earliest = call.now - REACH
    after = _after(call, earliest)
    before = _before(call, earliest)
    for name in ("next_token", "pagination_token"):
        if name in call.parameters:
            before = min(before, _last_seen(name, call.parameters[name]))
    return after, before


def _after(call: Call, earliest: datetime) -> int:
    since = call.post_id("since_id")
    if since is not None:
        _recent_id(call, "since_id", since, earliest)
        return since
    start = call.time("start_time")
    if start is not None and start < earliest:
        raise invalid(
            "start_time",
            [call.parameters["start_time"]],
            f"Invalid 'start_time'. 'start_time' must be on or after {earliest:%Y-%m-%dT%H:%MZ}",
        )
    return snowflake(start or earliest) - 1


def _before(call: Call, earliest: datetime) -> int:
    until = call.post_id("until_id")
    if until is not None:
        _recent_id(call, "until_id", until, earliest)
        return until
    end = call.time("end_time")
    if end is not None and end > call.now - _SHORTEST_DELAY:
        raise invalid(
            "end_time",
            [call.parameters["end_time"]],
            "Invalid 'end_time'. 'end_time' must be a minimum of 10 seconds prior to the request "
            "time",
        )
    return snowflake(end or call.now - DELAY)


def _recent_id(call: Call, name: str, post_id: int, earliest: datetime) -> None:
    if post_id < snowflake(earliest):
        raise invalid(
            name,
            [call.parameters[name]],
            f"'{name}' must be a tweet id created after [{earliest:%Y-%m-%dT%H:%MZ}]. Please use "
            f"a '{name}' that is larger than {snowflake(earliest)}",
        )


def _token(last_id: int) -> str:
    return base64.urlsafe_b64encode(f"older than {last_id}".encode()).decode().rstrip("=")


def _last_seen(name: str, token: str) -> int:
    padded = token + "=" * (-len(token) % 4)
    try:
        said, last_id = base64.urlsafe_b64decode(padded).decode().rsplit(" ", 1)
        if said == "older than":
            return int(last_id)
    except (binascii.Error, ValueError):
        pass
    raise invalid(name, [token], f"Invalid '{name}':'{token}'")
