"""X API v2 as this product uses it: one method a question, answers as posts and authors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from aiohttp import hdrs
from tweepy.asynchronous import AsyncClient
from tweepy.errors import TweepyException
from yarl import URL

from bot.domain.budget import Step, Usage
from bot.domain.gone import Gone, Kept
from bot.domain.posts import Author
from bot.domain.scorecard import Profile
from bot.errors import SourceStopped
from bot.ports import Hashtags, Ledger, Thrift, Witness
from bot.x.answers import Heard, page_from, validated, wire_of_line
from bot.x.billing import Bill, billed, hashtags_in, together
from bot.x.fields import (
    CHECK_FIELDS,
    POST_FIELDS,
    PROFILE_FIELDS,
    USER_FIELDS,
    FieldNames,
    spared,
    without_references,
)
from bot.x.gone import gone_in_page, gone_in_people, is_suspended
from bot.x.payload import Page, author_of, profile_of
from bot.x.problems import (
    Paused,
    RateLimited,
    Refused,
    Suspended,
    XUnavailable,
)
from bot.x.session import STREAM_TIMEOUT, open_session
from bot.x.wire import (
    AnyWire,
    WireCounts,
    WireJob,
    WireJobAnswer,
    WirePage,
    WireRules,
    WireUsageAnswer,
    WireUsers,
)

PAGE_SIZE = 100
_STREAM = "/2/tweets/search/stream"
_RULES = f"{_STREAM}/rules"
_JOBS = "/2/compliance/jobs"
_JOB_TYPES: Mapping[Kept, str] = {"post": "tweets", "person": "users"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the filtered stream. `tag` is empty where whoever made it gave none."""

    id: str
    value: str
    tag: str


class XClient:
    """A connection to X, to be used as an async context manager.

    Every method tells the ledger what X bills for its answer and the witness what the answer
    shows to be gone, and raises SourceStopped (nothing will work until somebody acts),
    RateLimited, XUnavailable or Refused. Without `thrift` nothing is spared; look-ups are left to
    whoever asks for them.
    """

    def __init__(
        self,
        token: str,
        *,
        ledger: Ledger,
        thrift: Thrift | None = None,
        user_agent: str,
        api_url: str = "https://api.x.com",
        field_names: FieldNames = "tweet",
        witness: Witness | None = None,
    ) -> None:
        self._token = token
        self._ledger = ledger
        self._thrift = thrift
        self._user_agent = user_agent
        self._api_url = api_url
        self._post_fields = POST_FIELDS[field_names]
        self._check_fields = CHECK_FIELDS[field_names]
        self._witness = witness
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

    async def step(self, hashtags: Hashtags) -> Step:
        """How sparing reading under these normalised hashtags has to be just now."""
        return Step.FULL if self._thrift is None else await self._thrift.step(hashtags)

    async def search(
        self,
        query: str,
        *,
        since_id: int | None = None,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        next_token: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> Page:
        """One page of recent search, newest first.

        Give at most one of `since_id` and `start_time`, and the same one with each `next_token`.
        `end_time` itself is not included. `limit` is between 10 and 100.

        Raises Paused when the budget for it is used up.
        """
        asked = hashtags_in(query)
        step = await self.step(asked)
        if step is Step.PAUSED:
            raise Paused
        fields = spared(self._post_fields, step)
        parameters = {"query": query, "max_results": str(limit), **fields}
        if since_id is not None:
            parameters["since_id"] = str(since_id)
        if start_time is not None:
            parameters["start_time"] = _second(start_time)
        if end_time is not None:
            parameters["end_time"] = _second(end_time)
        if next_token is not None:
            parameters["next_token"] = next_token
        wire = await self._get("/2/tweets/search/recent", parameters, WirePage)
        return await self._page(wire, asked)

    async def count(self, query: str, *, start_time: datetime, end_time: datetime) -> int:
        """How many posts recent search knows between two times; the question itself is billed."""
        parameters = {
            "query": query,
            "start_time": _second(start_time),
            "end_time": _second(end_time),
            "granularity": "day",
        }
        found = await self._get("/2/tweets/counts/recent", parameters, WireCounts)
        await self._ledger.counted()
        return found.meta.total

    async def posts(self, ids: Collection[int], *, alone: bool = False) -> Page:
        """The posts of these ids, at most 100; those X will not show are left out.

        `alone`: without the posts they refer to, which are billed too.
        """
        fields = without_references(self._post_fields) if alone else self._post_fields
        parameters = {"ids": _joined(ids), **fields}
        return await self._page(await self._get("/2/tweets", parameters, WirePage))

    async def check_posts(self, ids: Collection[int]) -> None:
        """Have X look at the posts of these ids, at most 100; the witness hears what is gone."""
        parameters = {"ids": _joined(ids), **self._check_fields}
        await self._heard(await self._get("/2/tweets", parameters, WirePage))

    async def users(self, ids: Collection[int]) -> tuple[Author, ...]:
        """The people of these ids, at most 100; those X will not show are left out."""
        parameters = {"ids": _joined(ids), **USER_FIELDS}
        return await self._people(await self._get("/2/users", parameters, WireUsers))

    async def user_by_handle(self, handle: str) -> Author | None:
        """The person behind a handle, with or without its @; None if there is nobody.

        Raises Suspended when X has suspended the account.
        """
        path = f"/2/users/by/username/{quote(handle.removeprefix('@'), safe='')}"
        try:
            found = await self._get(path, USER_FIELDS, WireUsers)
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise
        if is_suspended(found.errors or ()):
            raise Suspended
        # What X says of a handle is nothing about an id, also where the handle is all digits.
        people = await self._people(WireUsers(data=found.data))
        return people[0] if people else None

    async def profile(self, person_id: int, *, payer: int | None = None) -> Profile | None:
        """What a person's profile says; None if there is nobody of that id any more.

        `payer` is the guild on whose behalf it is read.

        Raises Suspended when X has suspended the account.
        """
        parameters = {"ids": str(person_id), **PROFILE_FIELDS}
        found = await self._get("/2/users", parameters, WireUsers)
        await self._people(found, payer=payer)
        if is_suspended(found.errors or ()):
            raise Suspended
        return profile_of(found.people[0]) if found.people else None

    async def timeline(
        self,
        person_id: int,
        *,
        start_time: datetime,
        next_token: str | None = None,
        limit: int = PAGE_SIZE,
        payer: int | None = None,
    ) -> Page:
        """One page of what a person posted, answers and reposts included, newest first.

        Of posts they refer to nothing is brought along but, in the newer vocabulary, their ids.
        `limit` is between 5 and 100. `payer` is the guild on whose behalf it is read. Of an
        account whose posts X does not show the page is empty.
        """
        parameters = {
            "max_results": str(limit),
            "start_time": _second(start_time),
            **spared(self._post_fields, Step.NO_CONTEXT),
        }
        if next_token is not None:
            parameters["pagination_token"] = next_token
        wire = await self._get(f"/2/users/{person_id}/tweets", parameters, WirePage)
        return await self._page(wire, payer=payer)

    async def usage(self) -> Usage:
        """What the project has read of its monthly cap, as X counts."""
        fields = {"usage.fields": "daily_project_usage,project_cap,project_usage"}
        found = (await self._get("/2/usage/tweets", fields, WireUsageAnswer)).data
        return Usage(found.project_usage or 0, found.project_cap, found.daily)

    async def rules(self) -> tuple[Rule, ...]:
        """The rules of the filtered stream, those of others who share the project included."""
        found = await self._get(_RULES, {}, WireRules)
        return tuple(Rule(rule.id, rule.value, rule.tag or "") for rule in found.data or ())

    async def add_rules(self, rules: Mapping[str, str]) -> None:
        """Add rules, given as value -> tag. A rule that stands already is left as it is."""
        wanted = [{"value": value, "tag": tag} for value, tag in rules.items()]
        await self._asked("POST", _RULES, body={"add": wanted})

    async def delete_rules(self, ids: Sequence[str]) -> None:
        await self._asked("POST", _RULES, body={"delete": {"ids": list(ids)}})

    async def begin_job(self, kind: Kept) -> WireJob:
        """Begin a compliance job; X keeps one of each kind at a time, and refuses another."""
        body = {"type": _JOB_TYPES[kind]}
        return validated(WireJobAnswer, await self._asked("POST", _JOBS, body=body)).data

    async def job(self, job_id: int) -> WireJob:
        return (await self._get(f"{_JOBS}/{job_id}", {}, WireJobAnswer)).data

    async def transfer(self, method: str, address: str, content: str | None = None) -> str:
        """Bring a job its ids, or fetch its result: at an address of X's store, without the token.

        Raises XUnavailable.
        """
        session: aiohttp.ClientSession = self._tweepy.session
        with _as_x_unavailable():
            async with session.request(
                method,
                URL(address, encoded=True),
                data=None if content is None else content.encode(),
                headers={} if content is None else {hdrs.CONTENT_TYPE: "text/plain"},
                middlewares=(),
            ) as response:
                if response.status != 200:
                    raise XUnavailable(f"HTTP {response.status} of the store", network=False)
                return await response.text()

    @asynccontextmanager
    async def stream(self, step: Step = Step.FULL) -> AsyncIterator[aiohttp.StreamReader]:
        """Connect to the filtered stream; gives the bytes as they come, as `step` spares them."""
        session: aiohttp.ClientSession = self._tweepy.session
        parameters = spared(POST_FIELDS["tweet"], step)
        with _as_x_unavailable():
            response = await session.get(
                f"{self._api_url}{_STREAM}", params=parameters, timeout=STREAM_TIMEOUT
            )
        try:
            yield response.content
        finally:
            response.close()

    async def read_lines(self, lines: Sequence[bytes]) -> Heard:
        """What lines of the stream brought, up to the first that is cut or says why it ends.

        A message of some new kind brings nothing. The ledger and the witness are told once.
        """
        pages: list[Page] = []
        wires: list[WirePage] = []
        ended: Exception | None = None
        try:
            for line in lines:
                wires.append(wire_of_line(line))
                pages.append(page_from(wires[-1]))
        except (SourceStopped, RateLimited, XUnavailable, Refused) as error:
            ended = error
        await self._bill(together(map(billed, wires)), None)
        for wire in wires:
            await self._witnessed(gone_in_page(wire))
        return Heard(pages, ended)

    async def _people(self, found: WireUsers, payer: int | None = None) -> tuple[Author, ...]:
        await self._bill(Bill({}, {user.id: () for user in found.people}), payer)
        await self._witnessed(gone_in_people(found.people, found.errors or ()))
        return tuple(author_of(user) for user in found.people)

    async def _page(self, wire: WirePage, asked: Hashtags = (), payer: int | None = None) -> Page:
        await self._heard(wire, asked, payer)
        return page_from(wire)

    async def _heard(self, wire: WirePage, asked: Hashtags = (), payer: int | None = None) -> None:
        await self._bill(billed(wire, asked), payer)
        await self._witnessed(gone_in_page(wire))

    async def _witnessed(self, gone: Gone) -> None:
        if gone and self._witness is not None:
            await self._witness.remove(gone)

    async def _bill(self, bill: Bill, payer: int | None) -> None:
        if bill.posts or bill.users:
            await self._ledger.read(posts=bill.posts, users=bill.users, payer=payer)

    async def _get(
        self, path: str, parameters: Mapping[str, str], answer: type[AnyWire]
    ) -> AnyWire:
        return validated(answer, await self._asked("GET", path, parameters))

    async def _asked(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        body: Mapping[str, Any] | None = None,
    ) -> str:
        with _as_x_unavailable():
            response = await self._tweepy.request(method, path, params=parameters, json=body)
            if response.content_type != "application/json":
                raise ValueError(f"an answer of {response.content_type}")
            text: str = await response.text()
            return text


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


def _second(at: datetime) -> str:
    """A time as X's parameters want it; what is less than a second is cut off."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _joined(ids: Collection[int]) -> str:
    return ",".join(map(str, ids))
