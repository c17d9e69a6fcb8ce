"""Many expressions searched in one text, without trying those that cannot be found in it.

Each expression comes with words of which one begins every phrase it could find: looking up the few
words of a text costs a hundredth of searching the text for all expressions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

# Words are told apart by so many letters: "applied" is as good as "apply".
_LETTERS = 4
_BEGINNING = re.compile(rf"(?<![a-z])[a-z]{{1,{_LETTERS}}}|[%§£$€₹]")


class Expression(NamedTuple):
    """`pattern` finds nothing in a text unless, of each set of `words`, a word begins like one."""

    words: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]

    def may_be_in(self, words: Set[str]) -> bool:
        """`words` are the beginnings of a text's words."""
        return not any(needed.isdisjoint(words) for needed in self.words)


class Found(NamedTuple):
    """The first phrase found under a key, and whether there is another one behind it."""

    key: str
    phrase: str
    again: bool


def expression(words: str, pattern: str) -> Expression:
    """`words` are lower-case and separated by spaces, or one of the signs % § £ $ € ₹; where more
    than one is needed there is an & between one and the other."""
    needed = (frozenset(word[:_LETTERS] for word in each.split()) for each in words.split("&"))
    return Expression(tuple(needed), re.compile(pattern))


def any_of(*expressions: tuple[str, str]) -> tuple[Expression, ...]:
    """Each as its words and its pattern."""
    return tuple(expression(words, pattern) for words, pattern in expressions)


def beginnings(text: str) -> frozenset[str]:
    """How the words of a lower-case text begin; ASCII letters alone are looked at."""
    return frozenset(_BEGINNING.findall(text))


class Phrases:
    """Expressions by key. Under one key the phrase that begins first is found; of two that begin
    together the one whose expression comes first, as if all were alternatives of one."""

    def __init__(self, by_key: Mapping[str, Sequence[Expression]]) -> None:
        self._numbered = [(key, each) for key, some in by_key.items() for each in some]
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, each) in enumerate(self._numbered):
            for word in each.words[0]:
                numbers[word].append(number)
        self._numbers = dict(numbers)
        self._words = frozenset(numbers)

    def found_in(self, text: str, words: Set[str]) -> Iterator[Found]:
        """`words` are the beginnings of the text's words."""
        numbers = {number for word in self._words & words for number in self._numbers[word]}
        possible = (self._numbered[number] for number in sorted(numbers))
        for key, group in groupby(possible, key=itemgetter(0)):
            patterns = [each.pattern for _, each in group if each.may_be_in(words)]
            matches = [match for each in patterns if (match := each.search(text)) is not None]
            if matches:
                first = min(matches, key=re.Match.start)
                again = any(each.search(text, first.end()) is not None for each in patterns)
                yield Found(key, first.group(), again)
