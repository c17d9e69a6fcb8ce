"""One request on its way through the sandbox, and the answers it may get."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.sandbox.x_api.problems import ApiError, invalid
from bot.sandbox.x_api.text import JSON

READ_PARAMETERS = frozenset(
    {
        "expansions",
        "media.fields",
        "place.fields",
        "poll.fields",
        "post.fields",
        "tweet.fields",
        "user.fields",
    }
)
"""What chooses the fields of posts and users, in both dialects."""


@dataclass(frozen=True)
class Call:
    """A request that was let in. `rate_headers` tell how many more of its kind there may be."""

    request: web.Request
    now: datetime
    rate_headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> Mapping[str, str]:
        return self.request.query

    def hang_up(self) -> None:
        """End the connection, once what was written has been sent."""
        if self.request.transport is not None:
            self.request.transport.close()

    def allow(self, *names: str) -> None:
        """Raise ApiError (400) for a parameter that is none of `names`."""
        for name in self.parameters:
            if name not in names:
                raise invalid(
                    name,
                    [self.parameters[name]],
                    f"The query parameter [{name}] is not one of [{','.join(sorted(names))}]",
                )

    def text(self, name: str) -> str:
        """A parameter there must be. Raises ApiError (400) where it is empty."""
        value = self.parameters.get(name, "")
        if not value:
            raise invalid(name, [value], f"The `{name}` query parameter can not be empty")
        return value

    def number(self, name: str, low: int, high: int, default: int) -> int:
        value = self.parameters.get(name, str(default))
        if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
            raise invalid(
                name,
                [value],
                f"The `{name}` query parameter value [{value}] is not between {low} and {high}",
            )
        return int(value)

    def post_id(self, name: str) -> int | None:
        value = self.parameters.get(name)
        return None if value is None else _id(name, value)

    def path_id(self) -> int:
        """The id that the path names."""
        return _id("id", self.request.match_info["id"])

    def ids(self, name: str) -> list[int]:
        """Up to a hundred ids, each once, in the order they stand."""
        return [_id(name, value) for value in self.values(name)]

    def values(self, name: str) -> list[str]:
        """Up to a hundred values, each once, in the order they stand."""
        values = list(dict.fromkeys(self.text(name).split(",")))
        if len(values) > 100:
            raise invalid(name, values, f"size must be between 1 and 100: `{name}`")
        return values

    def time(self, name: str) -> datetime | None:
        value = self.parameters.get(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise invalid(name, [value], f"Invalid '{name}':'{value}'. Use YYYY-MM-DDTHH:mm:ssZ")
        return moment


Handler = Callable[[Call], Awaitable[web.StreamResponse]]


def answer(body: JSON, status: int = 200) -> web.Response:
    """An answer, or a refusal, in JSON."""
    kind = "application/json" if status < 400 else "application/problem+json"
    return web.json_response(body, status=status, content_type=kind)


def refusal(error: ApiError) -> web.Response:
    return answer(error.problem, error.status)


def _id(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 19):
        raise invalid(name, [value], f"The `{name}` query parameter value [{value}] is not valid")
    return int(value)
