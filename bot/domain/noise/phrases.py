"""Many expressions searched in one text, without trying those that cannot be found in it.

Each expression comes with words of which one begins every phrase it could find: looking up the few
words of a text costs a hundredth of searching the text for all expressions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

# Words are told apart by so many letters: "applied" is as good as "apply".
_LETTERS = 4
_BEGINNING = re.compile(rf"(?<![a-z])[a-z]{{1,{_LETTERS}}}|[%§£$€₹]")


class Expression(NamedTuple):
    """`pattern` finds nothing in a text where no word begins like one of `words`."""

    words: frozenset[str]
    pattern: re.Pattern[str]


class Found(NamedTuple):
    """The first phrase found under a key, and whether there is another one behind it."""

    key: str
    phrase: str
    again: bool


def expression(words: str, pattern: str) -> Expression:
    """`words` are lower-case and separated by spaces, or one of the signs % § £ $ € ₹."""
    return Expression(frozenset(word[:_LETTERS] for word in words.split()), re.compile(pattern))


def beginnings(text: str) -> list[str]:
    """How the words of a lower-case text begin; ASCII letters alone are looked at."""
    found: list[str] = _BEGINNING.findall(text)
    return found


class Phrases:
    """Expressions by key. Under one key the phrase that begins first is found; of two that begin
    together the one whose expression comes first, as if all were alternatives of one."""

    def __init__(self, by_key: Mapping[str, Sequence[Expression]]) -> None:
        self._numbered = [(key, each.pattern) for key, some in by_key.items() for each in some]
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        every = (each for some in by_key.values() for each in some)
        for number, each in enumerate(every):
            for word in each.words:
                numbers[word].append(number)
        self._numbers = dict(numbers)
        self._words = frozenset(numbers)

    def found_in(self, text: str, words: Collection[str]) -> Iterator[Found]:
        """`words` are the beginnings of the text's words."""
        known = self._words.intersection(words)
        possible = sorted({number for word in known for number in self._numbers[word]})
        tried = (self._numbered[number] for number in possible)
        for key, group in groupby(tried, key=_key):
            patterns = [pattern for _, pattern in group]
            matches = [match for each in patterns if (match := each.search(text)) is not None]
            if matches:
                first = min(matches, key=re.Match.start)
                again = any(each.search(text, first.end()) is not None for each in patterns)
                yield Found(key, first.group(), again)


def _key(numbered: tuple[str, re.Pattern[str]]) -> str:
    return numbered[0]
