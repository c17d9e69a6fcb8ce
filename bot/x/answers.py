"""X's answers as what they are, or as the error they mean."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from msgspec import ValidationError

from bot.errors import SourceStopped
from bot.x.payload import FieldMissing, Page, page_of
from bot.x.problems import XUnavailable, error_for, problem_in
from bot.x.wire import AnyWire, WirePage, decoded, read


class Heard(NamedTuple):
    """What lines of the stream brought, and why no more can be read from it, if so."""

    pages: Sequence[Page]
    ended: Exception | None


def validated(answer: type[AnyWire], body: str) -> AnyWire:
    """Raises SourceStopped for another shape, XUnavailable for what is no JSON."""
    try:
        with _as_unreadable():
            # An empty answer is one of another shape.
            return decoded(body or "null", answer)
    except ValueError as error:
        raise XUnavailable(f"{type(error).__name__}: {error}", network=False) from error


def wire_of_line(line: bytes) -> WirePage:
    """A line of the stream; one that is cut, or says why the stream ends, raises as a request
    would."""
    try:
        body = json.loads(line)
    except ValueError as error:
        raise XUnavailable("a line of the stream is cut", network=True) from error
    if isinstance(body, dict) and "errors" in body and "data" not in body:
        raise error_for(200, problem_in(body))
    with _as_unreadable():
        return read(body, WirePage)


def page_from(wire: WirePage) -> Page:
    """Raises SourceStopped where X left a field out."""
    try:
        return page_of(wire)
    except FieldMissing as error:
        raise SourceStopped("x.field_missing", field=error.field) from error


@contextmanager
def _as_unreadable() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise SourceStopped("x.unreadable", detail=str(error)) from error
