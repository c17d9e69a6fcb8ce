"""X API v2 as this product uses it: one method a question, answers as posts and authors."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, ValidationError
from tweepy.asynchronous import AsyncClient
from tweepy.errors import TweepyException

from bot.domain.posts import Author
from bot.errors import SourceStopped
from bot.ports import Ledger
from bot.x.fields import POST_FIELDS, USER_FIELDS, FieldNames, without_references
from bot.x.payload import FieldMissing, Page, author_of, page_of
from bot.x.problems import Refused, XUnavailable, error_for, problem_in
from bot.x.session import STREAM_TIMEOUT, open_session
from bot.x.wire import WirePage, WireRules, WireUsageAnswer, WireUsers

PAGE_SIZE = 100
_STREAM = "/2/tweets/search/stream"
_RULES = f"{_STREAM}/rules"

_Answer = TypeVar("_Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the filtered stream. `tag` is empty where whoever made it gave none."""

    id: str
    value: str
    tag: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Posts read by the project in its billing month, and the most it may read.

    `reset_day` is the day of the month on which X starts to count afresh.
    """

    posts: int
    cap: int | None
    reset_day: int | None


class XClient:
    """A connection to X, to be used as an async context manager.

    Every method tells the ledger what X bills for its answer, and raises SourceStopped (nothing
    will work until somebody acts), RateLimited, XUnavailable or Refused.
    """

    def __init__(
        self,
        token: str,
        *,
        ledger: Ledger,
        user_agent: str,
        api_url: str = "https://api.x.com",
        field_names: FieldNames = "tweet",
    ) -> None:
        self._token = token
        self._ledger = ledger
        self._user_agent = user_agent
        self._api_url = api_url
        self._post_fields = POST_FIELDS[field_names]
        # tweepy's named methods know the old field names alone, and neither rules nor usage: its
        # public `request` serves them all. The session puts in the real token.
        self._tweepy = AsyncClient(bearer_token="set by the session")  # noqa: S106

    async def __aenter__(self) -> Self:
        self._tweepy.session = open_session(
            token=self._token, api_url=self._api_url, user_agent=self._user_agent
        )
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._tweepy.session.close()

    async def search(
        self,
        query: str,
        *,
        since_id: int | None = None,
        start_time: datetime | None = None,
        next_token: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> Page:
        """One page of recent search, newest first.

        Give at most one of `since_id` and `start_time`, and the same one with each `next_token`.
        `limit` is between 10 and 100.
        """
        parameters = {"query": query, "max_results": str(limit), **self._post_fields}
        if since_id is not None:
            parameters["since_id"] = str(since_id)
        if start_time is not None:
            parameters["start_time"] = f"{start_time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        if next_token is not None:
            parameters["next_token"] = next_token
        return await self._page(await self._get("/2/tweets/search/recent", parameters, WirePage))

    async def posts(self, ids: Collection[int], *, alone: bool = False) -> Page:
        """The posts of these ids, at most 100; those X will not show are left out.

        `alone`: without the posts they refer to, which are billed too.
        """
        fields = without_references(self._post_fields) if alone else self._post_fields
        parameters = {"ids": _joined(ids), **fields}
        return await self._page(await self._get("/2/tweets", parameters, WirePage))

    async def users(self, ids: Collection[int]) -> tuple[Author, ...]:
        """The people of these ids, at most 100; those X will not show are left out."""
        return await self._people("/2/users", {"ids": _joined(ids), **USER_FIELDS})

    async def user_by_handle(self, handle: str) -> Author | None:
        """The person behind a handle, with or without its @; None if there is none to be seen."""
        path = f"/2/users/by/username/{quote(handle.removeprefix('@'), safe='')}"
        try:
            found = await self._people(path, USER_FIELDS)
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise
        return found[0] if found else None

    async def usage(self) -> Usage:
        """What the project has read of its monthly cap, as X counts."""
        fields = {"usage.fields": "cap_reset_day,project_cap,project_usage"}
        found = (await self._get("/2/usage/tweets", fields, WireUsageAnswer)).data
        return Usage(found.project_usage, found.project_cap, found.cap_reset_day)

    async def rules(self) -> tuple[Rule, ...]:
        """The rules of the filtered stream, those of others who share the project included."""
        found = await self._get(_RULES, {}, WireRules)
        return tuple(Rule(rule.id, rule.value, rule.tag) for rule in found.data)

    async def add_rules(self, rules: Mapping[str, str]) -> None:
        """Add rules, given as value -> tag. A rule that stands already is left as it is."""
        wanted = [{"value": value, "tag": tag} for value, tag in rules.items()]
        await self._asked("POST", _RULES, body={"add": wanted})

    async def delete_rules(self, ids: Sequence[str]) -> None:
        await self._asked("POST", _RULES, body={"delete": {"ids": list(ids)}})

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[aiohttp.StreamReader]:
        """Connect to the filtered stream; gives the bytes as they come."""
        session: aiohttp.ClientSession = self._tweepy.session
        parameters = POST_FIELDS["tweet"]
        with _as_x_unavailable():
            response = await session.get(
                f"{self._api_url}{_STREAM}", params=parameters, timeout=STREAM_TIMEOUT
            )
        try:
            yield response.content
        finally:
            response.close()

    async def read_line(self, line: bytes) -> Page:
        """What a line of the stream brought; no posts where it is a message of some new kind.

        A line that is cut, or that says why the stream ends, raises as a request would.
        """
        try:
            body = json.loads(line)
        except ValueError as error:
            raise XUnavailable("a line of the stream is cut", network=True) from error
        if isinstance(body, dict) and "errors" in body and "data" not in body:
            raise error_for(200, problem_in(body))
        return await self._page(_validated(WirePage, body))

    async def _people(self, path: str, parameters: Mapping[str, str]) -> tuple[Author, ...]:
        found = await self._get(path, parameters, WireUsers)
        await self._bill(posts=(), users=[user.id for user in found.data])
        return tuple(author_of(user) for user in found.data)

    async def _page(self, wire: WirePage) -> Page:
        await self._bill(
            posts={post.id for post in (*wire.data, *wire.includes.posts)},
            users={user.id for user in wire.includes.users},
        )
        try:
            return page_of(wire)
        except FieldMissing as error:
            raise SourceStopped("x.field_missing", field=error.field) from error

    async def _bill(self, *, posts: Collection[int], users: Collection[int]) -> None:
        if posts or users:
            await self._ledger.read(posts=posts, users=users)

    async def _get(
        self, path: str, parameters: Mapping[str, str], answer: type[_Answer]
    ) -> _Answer:
        return _validated(answer, await self._asked("GET", path, parameters))

    async def _asked(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        body: Mapping[str, Any] | None = None,
    ) -> object:
        with _as_x_unavailable():
            response = await self._tweepy.request(method, path, params=parameters, json=body)
            return await response.json()


def _validated(answer: type[_Answer], body: object) -> _Answer:
    try:
        return answer.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise SourceStopped("x.unreadable", detail=f"{where}: {first['msg']}") from error


@contextmanager
def _as_x_unavailable() -> Iterator[None]:
    """What can go wrong on the way, and an answer that is not JSON, as the error it means."""
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        http = isinstance(error, aiohttp.ContentTypeError)
        raise XUnavailable(f"{type(error).__name__}: {error}", network=not http) from error
    except (ValueError, TweepyException) as error:
        raise XUnavailable(f"{type(error).__name__}: {error}", network=False) from error


def _joined(ids: Collection[int]) -> str:
    return ",".join(map(str, ids))
