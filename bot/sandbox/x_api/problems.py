"""X's ways of saying no: problem objects, and the answers that are nothing but one."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.x_api.dialect import OLD, Dialect
from bot.sandbox.x_api.text import JSON

PROBLEMS = OLD.problems


class ApiError(Exception):
    """A request X refuses: the status and the problem it answers with."""

    def __init__(self, status: int, problem: JSON) -> None:
        super().__init__(problem["title"])
        self.status = status
        self.problem = problem


def plain(status: int, title: str, detail: str | None = None) -> JSON:
    """A problem that is its HTTP status and no more."""
    return {"title": title, "detail": detail or title, "type": "about:blank", "status": status}


def invalid(parameter: str, values: Iterable[str], message: str) -> ApiError:
    """The 400 for a parameter X cannot use."""
    return ApiError(
        400,
        {
            "errors": [{"parameters": {parameter: list(values)}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{PROBLEMS}invalid-request",
        },
    )


def connection_refused(status: int, detail: str, issue: str) -> ApiError:
    """The answer to a stream that may not be opened."""
    return ApiError(
        status,
        {
            "title": "ConnectionException",
            "detail": detail,
            "connection_issue": issue,
            "type": f"{PROBLEMS}streaming-connection",
            "status": status,
        },
    )


def too_many_connections() -> ApiError:
    return connection_refused(
        429,
        "This stream is currently at the maximum allowed connection limit.",
        "TooManyConnections",
    )


def missing(dialect: Dialect, noun: str, parameter: str, value: str) -> JSON:
    """The partial error for something that does not exist, or no longer."""
    return {
        **_resource(noun, parameter, value),
        "detail": f"Could not find {noun} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "type": f"{dialect.problems}resource-not-found",
    }


def suspended(dialect: Dialect, parameter: str, value: str) -> JSON:
    """The partial error for an account that X has suspended."""
    return {
        **_resource("user", parameter, value),
        "detail": f"User has been suspended: [{value}].",
        "title": "Forbidden",
        "type": f"{dialect.problems}resource-not-found",
    }


def not_authorised(dialect: Dialect, noun: str, parameter: str, value: str, section: str) -> JSON:
    """The partial error for something that exists, but not for strangers."""
    return {
        **_resource(noun, parameter, value),
        "detail": f"Sorry, you are not authorized to see the {noun.title()} with "
        f"{parameter}: [{value}].",
        "section": section,
        "title": "Authorization Error",
        "type": f"{dialect.problems}not-authorized-for-resource",
    }


def _resource(noun: str, parameter: str, value: str) -> JSON:
    return {
        "value": value,
        "resource_id": value,
        "resource_type": noun,
        "parameter": parameter,
    }
