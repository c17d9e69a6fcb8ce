"""X's ways of saying no, each mapped once to whose turn it then is.

X describes a refusal with a problem object. Its `type` is a URL whose host X has changed before,
so only the last part of the path counts; the title decides where X gives no type at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientResponse

from bot.errors import SourceStopped

_NO_CREDITS = {"credits", "credits-depleted"}
_SERVER_ERROR = 500


class RateLimited(Exception):
    """Too many requests; `until` is when X's window resets, where X says so."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__(until)
        self.until = until


class XUnavailable(Exception):
    """No usable answer; asking again later may give one.

    `network`: the connection failed or ended, as against X answering with an error.
    """

    def __init__(self, reason: str, *, network: bool) -> None:
        super().__init__(reason)
        self.network = network


class Paused(Exception):
    """The budget lets nothing be read just now: X was not even asked."""


class Suspended(Exception):
    """X has suspended the one account that was asked for."""


class Refused(Exception):
    """X will not do this request as it stands; asking again the same way gives the same."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem object, or as much of one as there is."""

    slug: str
    title: str
    detail: str
    connection_issue: str
    reset_date: str | None


def problem_in(body: object) -> Problem:
    """Read a problem object, or the first error of a list of them; anything else gives blanks."""
    found: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
    errors = found.get("errors")
    nested = errors[0] if isinstance(errors, list) and errors else {}
    first = nested if isinstance(nested, Mapping) else {}

    def text(*names: str) -> str:
        values = (where.get(name) for name in names for where in (found, first))
        return next((value for value in values if isinstance(value, str) and value), "")

    return Problem(
        slug=text("type").rstrip("/").rsplit("/", 1)[-1],
        title=text("title"),
        detail=text("message", "detail", "title"),
        connection_issue=text("connection_issue"),
        reset_date=text("reset_date") or None,
    )


def error_for(status: int, problem: Problem, reset: datetime | None = None) -> Exception:
    """The error that an answer with this status and problem means.

    `reset` is what the rate limit headers say. A problem inside a stream has the status 200.
    """
    stop = _stop_for(status, problem)
    if stop is not None:
        return stop
    if problem.connection_issue == "TooManyConnections":
        # An earlier connection of ours that X has not noticed ending; X frees it by itself.
        return XUnavailable("too many connections", network=False)
    if status == 429:
        return RateLimited(reset)
    if status >= _SERVER_ERROR:
        return XUnavailable(f"HTTP {status} {problem.title}".strip(), network=False)
    if status < 400:
        return XUnavailable(problem.title or problem.detail or "disconnected", network=True)
    return Refused(status, problem.detail)


async def error_in(response: ClientResponse) -> Exception:
    """Read a refusal's body and say what it means; an HTML page from X's edge is no problem."""
    try:
        problem = problem_in(await response.json(content_type=None))
    except ValueError:
        problem = problem_in(None)
    return error_for(response.status, problem, _reset(response))


def _stop_for(status: int, problem: Problem) -> SourceStopped | None:
    if problem.title == "SpendCapReached" or problem.slug.startswith("spend-cap"):
        return SourceStopped("x.spend_cap", reset_date=problem.reset_date)
    if status == 402 or problem.slug in _NO_CREDITS or problem.title == "CreditsDepleted":
        return SourceStopped("x.no_credits")
    if problem.slug == "usage-capped" or problem.title == "UsageCapExceeded":
        return SourceStopped("x.usage_capped")
    if status == 401:
        return SourceStopped("x.unauthorised")
    if status == 403 and not problem.connection_issue:
        return SourceStopped("x.forbidden", detail=problem.detail)
    return None


def _reset(response: ClientResponse) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(response.headers["x-rate-limit-reset"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
