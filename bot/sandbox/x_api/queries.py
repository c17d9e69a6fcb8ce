"""Queries for recent search and rules for the stream: one language, read in two ways.

query := all-of { "OR" all-of }       all-of binds tighter than OR
all-of := part { part }
part := ["-"] term | "(" query ")"
"""

from __future__ import annotations

import re

from bot.sandbox.x_api.model import Post
from bot.sandbox.x_api.operators import QueryError, Reading, Term, Test, term

_TOKEN = re.compile(r'-?\(|\)|-?(?:[\w.]+:)?"[^"]*"|[^\s()"]+|"')


class Query:
    """A query or rule, ready to be asked about posts."""

    def __init__(self, text: str, reading: Reading) -> None:
        """Read `text`. Raises QueryError where X would not take it."""
        self._reading = reading
        self._tokens = _TOKEN.findall(text)[::-1]
        if not self._tokens:
            raise QueryError("The query is empty")
        whole = self._any_of()
        if self._tokens:
            raise QueryError(f"no viable alternative at input '{self._tokens[-1]}'")
        if not whole.anchored:
            raise QueryError(
                "Rules must contain at least one positive, non-stopword clause beside operators "
                "that cannot stand alone"
            )
        self._test = whole.test

    def matches(self, post: Post) -> bool:
        return self._test(post)

    def _any_of(self) -> Term:
        parts = [self._all_of()]
        while self._tokens and self._tokens[-1] == "OR":
            self._tokens.pop()
            parts.append(self._all_of())
        if len(parts) == 1:
            return parts[0]
        tests = [part.test for part in parts]
        return Term(
            lambda post: any(test(post) for test in tests), all(part.anchored for part in parts)
        )

    def _all_of(self) -> Term:
        parts = [self._part()]
        while self._tokens and self._tokens[-1] not in ("OR", ")"):
            parts.append(self._part())
        if len(parts) == 1:
            return parts[0]
        tests = [part.test for part in parts]
        return Term(
            lambda post: all(test(post) for test in tests), any(part.anchored for part in parts)
        )

    def _part(self) -> Term:
        part = self._tokens.pop() if self._tokens else ""
        if part in ("", ")", "OR", "-", '"'):
            raise QueryError(f"no viable alternative at input '{part}'")
        if part.lower() in ("and", "or"):
            raise QueryError(f"Ambiguous use of {part} as a keyword")
        if part == "-(":
            raise QueryError("A group cannot be negated: negate its parts")
        if part == "(":
            inner = self._any_of()
            if not self._tokens or self._tokens.pop() != ")":
                raise QueryError("missing ')' at the end of the query")
            return inner
        if part.startswith("-"):
            return Term(_negated(term(part[1:], self._reading).test), anchored=False)
        return term(part, self._reading)


def _negated(test: Test) -> Test:
    return lambda post: not test(post)
