"""Many expressions searched in one text, each tried only where it could find something.

Looking up the few words of a text costs a hundredth of searching the text for all expressions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.domain.noise.openings import BEGINNING, NUMBER, openings

_Match = Callable[[str, int], re.Match[str] | None]


class Found(NamedTuple):
    """The first phrase found under a key, and whether there is another one behind it."""

    key: str
    phrase: str
    again: bool


class Phrases:
    """Expressions by key. Under one key the phrase that begins first is found; of two that begin
    together the one whose expression comes first, as if all were alternatives of one.

    Raises ValueError for an expression that may begin with just anything (see `openings`).
    """

    def __init__(self, by_key: Mapping[str, Sequence[str]]) -> None:
        self._keys = tuple(by_key)
        tried: defaultdict[str, list[tuple[int, _Match]]] = defaultdict(list)
        for number, patterns in enumerate(by_key.values()):
            for pattern in patterns:
                for opening in openings(pattern):
                    tried[opening].append((number, re.compile(pattern).match))
        self._tried = dict(tried)

    def found_in(self, text: str) -> list[Found]:
        """What is found in a text in lower case, in the order of the keys."""
        tried = self._tried
        first: dict[int, re.Match[str]] = {}
        again: set[int] = set()
        for beginning in BEGINNING.finditer(text):
            opening = beginning[1] or (NUMBER if beginning[2] else beginning[0])
            if (tries := tried.get(opening)) is None:
                continue
            at = beginning.start()
            for key, match in tries:
                known = first.get(key)
                if known is None:
                    if (phrase := match(text, at)) is not None:
                        first[key] = phrase
                elif key not in again and at >= known.end() and match(text, at) is not None:
                    again.add(key)
        return [Found(self._keys[key], first[key][0], key in again) for key in sorted(first)]
