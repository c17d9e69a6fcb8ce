"""Many expressions searched in one text, each tried only where it could find something.

Looking up the few words of a text costs a hundredth of searching the text for all expressions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

from msgspec import Struct

from bot.domain.noise.openings import LETTERS, openings, words_and_signs_in

_Match = Callable[[str, int], re.Match[str] | None]
_Tries = Sequence[tuple[int, _Match]]


class Found(Struct, frozen=True, gc=False):
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
        tried: defaultdict[str, dict[int, list[str]]] = defaultdict(dict)
        for number, patterns in enumerate(by_key.values()):
            for pattern in patterns:
                for opening in openings(pattern):
                    tried[opening].setdefault(number, []).append(pattern)
        self._signs: dict[str, _Tries] = {}
        self._words: dict[bytes, _Tries] = {}
        for opening, by_number in tried.items():
            tries = [(number, _either(patterns)) for number, patterns in by_number.items()]
            if opening.isalpha():
                self._words[opening.encode()] = tries
            else:
                self._signs[opening] = tries

    def found_in(self, text: str) -> list[Found]:
        """What is found in a text in lower case, in the order of the keys."""
        first: dict[int, re.Match[str]] = {}
        again: set[int] = set()
        for at, tries in self._tried_in(text):
            for key, match in tries:
                known = first.get(key)
                if known is None:
                    if (phrase := match(text, at)) is not None:
                        first[key] = phrase
                elif key not in again and at >= known.end() and match(text, at) is not None:
                    again.add(key)
        return [Found(self._keys[key], first[key][0], key in again) for key in sorted(first)]

    def _tried_in(self, text: str) -> list[tuple[int, _Tries]]:
        """What is tried where, from the beginning of a text to its end."""
        words, signs = words_and_signs_in(text)
        found: list[tuple[int, _Tries]] = []
        at, known = 0, self._words.get
        for word in words:
            if (tries := known(word[:LETTERS])) is not None:
                found.append((at, tries))
            at += len(word) + 1
        if signs:
            found += [(at, self._signs[sign]) for at, sign in signs if sign in self._signs]
            found.sort(key=itemgetter(0))
        return found


def _either(patterns: Iterable[str]) -> _Match:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)).match
